package behaviour_test

import (
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/recipe"
)

// behaviours has what each circuit does, in the order of recipe.Circuits.
var behaviours = []struct {
	circuit string
	check   func(*probe)
}{
	{"amphid", amphid},
	{"backward_motor", backwardMotor},
	{"binary_decision", binaryDecision},
	{"chemosensory", chemosensory},
	{"command_decision", commandDecision},
	{"command_decision_v2", commandDecisionV2},
	{"cpg", cpg},
	{"cross_inhibition", crossInhibition},
	{"forward_motor", forwardMotor},
	{"head_steering", headSteering},
	{"mechanosensory", mechanosensory},
	{"modulatory", modulatory},
	{"ventral_cord", ventralCord},
	{"activity_brake", activityBrake},
	{"basal_ganglia", basalGanglia},
	{"bistable_motif", bistableMotif},
	{"burst_rebound", burstRebound},
	{"cerebellar_circuit", cerebellarCircuit},
	{"cortical_column", corticalColumn},
	{"cpg_oscillator", cpgOscillator},
	{"emotional_state", emotionalState},
	{"gain_controller", gainController},
	{"hippocampal_circuit", hippocampalCircuit},
	{"hypothalamic_drive", hypothalamicDrive},
	{"lateral_inhibition", lateralInhibition},
	{"novelty_detector", noveltyDetector},
	{"prefrontal_circuit", prefrontalCircuit},
	{"rebound_timer", reboundTimer},
	{"reward_circuit", rewardCircuit},
	{"sensory_bank", sensoryBank},
	{"sequence_detector", sequenceDetector},
	{"state_machine_3", stateMachine3},
	{"thalamic_relay", thalamicRelay},
	{"winner_take_all", winnerTakeAll},
	{"working_memory_cell", workingMemoryCell},
}

// TestBehaviour checks what each circuit does, on both backends, and that
// docs/circuits.md says of the same circuits that they differ from their name.
func TestBehaviour(t *testing.T) {
	documented := readTable(t)
	for _, b := range behaviours {
		t.Run(b.circuit, func(t *testing.T) {
			for _, backend := range backends {
				p := newProbe(b.circuit, backend.open)
				t.Run(backend.name, func(t *testing.T) {
					p.T = t
					b.check(p)
				})
				if says := documented[b.circuit].differs != ""; says != p.differs && p.T != nil {
					t.Errorf("%s: docs/circuits.md says that it differs from its name: %v, the tests: %v", b.circuit, says, p.differs)
				}
			}
		})
	}
}

// TestEveryCircuit checks that no circuit lacks a behaviour test.
func TestEveryCircuit(t *testing.T) {
	var want, got []string
	for _, c := range recipe.Circuits() {
		want = append(want, c.Name)
	}
	for _, b := range behaviours {
		got = append(got, b.circuit)
	}
	if !slices.Equal(got, want) {
		t.Errorf("behaviours of\n%q\nwant those of\n%q", got, want)
	}
}
