package cpu

import (
	"database/sql"
	"encoding/json"
	"github.com/engine-gpu/engine-gpu/snn"
	_ "modernc.org/sqlite"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func tmpRead(t *testing.T, p string) *snn.Brain {
	db, err := sql.Open("sqlite", "file:"+p+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	b := &snn.Brain{}
	pos := map[int64]int32{}
	rows, err := db.Query("select id,neuron_type,a,b,c,d,v,u,last_spike,pos_x,pos_y,pos_z from neurons order by id")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var n snn.Neuron
		var ty string
		if err := rows.Scan(&n.ID, &ty, &n.A, &n.B, &n.C, &n.D, &n.V, &n.U, &n.LastSpike, &n.X, &n.Y, &n.Z); err != nil {
			t.Fatal(err)
		}
		n.Type, _ = snn.ParseNeuronType(ty)
		pos[n.ID] = int32(len(b.Neurons))
		b.Neurons = append(b.Neurons, n)
	}
	ps := map[string]int32{}
	ss := map[string]int32{}
	rows, err = db.Query("select id,source,target,weight,delay,synapse_type,params,state from synapses order by id")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var y snn.Synapse
		var s, tg int64
		var ty, pa, st string
		if err := rows.Scan(&y.ID, &s, &tg, &y.Weight, &y.Delay, &ty, &pa, &st); err != nil {
			t.Fatal(err)
		}
		y.Type, _ = snn.ParseSynapseType(ty)
		y.Source = pos[s]
		y.Target = pos[tg]
		k := ty + pa
		if _, ok := ps[k]; !ok {
			p, err := snn.ParseParams(y.Type, pa)
			if err != nil {
				t.Fatal(err)
			}
			ps[k] = int32(len(b.ParamSets))
			b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: y.Type, Text: pa, Params: p})
		}
		y.Params = ps[k]
		k = ty + st
		if _, ok := ss[k]; !ok {
			p, err := snn.ParseState(y.Type, st)
			if err != nil {
				t.Fatal(err)
			}
			ss[k] = int32(len(b.States))
			b.States = append(b.States, p)
		}
		y.State = ss[k]
		b.Synapses = append(b.Synapses, y)
	}
	return b
}

type gold struct {
	Database string
	Protocol struct {
		Ticks        int
		Learn        bool
		Tonic, Drive float64
		DrivePeriod  int       `json:"drive_period"`
		DriveOn      int       `json:"drive_on"`
		DriveStride  int       `json:"drive_stride"`
		Homeo        bool      `json:"reward_homeostasis"`
		RewardEvery  int       `json:"reward_every"`
		Rewards      []float64 `json:"reward_values"`
	}
	Marks []struct {
		Tick   int
		Spikes int64
		Sha256 string
		SumV   float64 `json:"sum_v"`
		SumU   float64 `json:"sum_u"`
		SumW   float64 `json:"sum_w"`
		Alive  int
	}
}

func TestTmpGolden(t *testing.T) {
	fs, _ := filepath.Glob("../../shared/v8/golden/*.json")
	for _, f := range fs {
		if !strings.Contains(f, ".learn.") && !strings.Contains(f, ".frozen.") && !strings.Contains(f, ".homeo") {
			continue
		}
		raw, _ := os.ReadFile(f)
		var g gold
		if err := json.Unmarshal(raw, &g); err != nil {
			t.Fatal(err)
		}
		p := "../../shared/v8/" + g.Database
		if _, err := os.Stat(p); err != nil {
			t.Log("no db", f)
			continue
		}
		b := tmpRead(t, p)
		r, err := NewReference(b, snn.Options{Learn: g.Protocol.Learn, RewardHomeostasis: g.Protocol.Homeo})
		if err != nil {
			t.Fatal(err)
		}
		h := snn.NewSpikeHash()
		cur := make([]float64, len(b.Neurons))
		m := 0
		bad := false
		t0 := time.Now()
		for tick := 0; tick < g.Protocol.Ticks; tick++ {
			for i := range cur {
				cur[i] = g.Protocol.Tonic
				if i%g.Protocol.DriveStride == 0 && tick%g.Protocol.DrivePeriod < g.Protocol.DriveOn {
					cur[i] = g.Protocol.Tonic + g.Protocol.Drive
				}
			}
			r.SetCurrents(cur)
			var sp snn.Spikes
			sp.Reset(int32(tick))
			r.Advance(1, &sp)
			sp.Each(h.Add)
			if m < len(g.Marks) && g.Marks[m].Tick == tick+1 {
				sv, su := 0.0, 0.0
				for i := range r.v {
					sv += r.v[i]
					su += r.u[i]
				}
				sw := 0.0
				al := 0
				for i := range r.weight {
					if b.Synapses[i].Type.Chemical() {
						sw += r.weight[i]
					}
					if b.Synapses[i].Type == snn.Developmental && r.state[i].Alive {
						al++
					}
				}
				ok := h.Sum() == g.Marks[m].Sha256 && h.Spikes == g.Marks[m].Spikes && al == g.Marks[m].Alive
				if !ok || m == len(g.Marks)-1 || strings.Contains(f, "homeo") {
					t.Log(f, tick+1, ok, h.Spikes, g.Marks[m].Spikes, sv-g.Marks[m].SumV, su-g.Marks[m].SumU, sw-g.Marks[m].SumW, al, g.Marks[m].Alive, time.Since(t0))
					if !ok {
						bad = true
						break
					}
				}
				m++
			}
			if (tick+1)%g.Protocol.RewardEvery == 0 {
				r.Reward(g.Protocol.Rewards[(tick/g.Protocol.RewardEvery)%3])
			}
		}
		if bad {
			t.Errorf("%s differs", f)
		}
	}
}
