package loader

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

func TestReadEveryType(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL)
	b, warnings, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	wantNeurons := []snn.Neuron{
		{ID: 3, Type: snn.RS, Izhikevich: snn.Izhikevich{A: 0.02, B: 0.2, C: -65, D: 8}, V: -65, U: -13, LastSpike: -1000, X: 1, Z: 2},
		{ID: 5, Type: snn.FS, Izhikevich: snn.Izhikevich{A: 0.1, B: 0.2, C: -65, D: 2}, V: -60.5, U: -12.25, LastSpike: 41},
		{ID: 6, Type: snn.LTS, Izhikevich: snn.Izhikevich{A: 0.02, B: 0.25, C: -65, D: 2}, V: -65, U: -16.25, LastSpike: -1000, X: -3.5},
		{ID: 20, Type: snn.CH, Izhikevich: snn.Izhikevich{A: 0.03, B: 0.2, C: -50, D: 2}, V: -65, U: -13, LastSpike: -1000, Z: 0.1},
	}
	if !reflect.DeepEqual(b.Neurons, wantNeurons) {
		t.Errorf("neurons\n%+v, want\n%+v", b.Neurons, wantNeurons)
	}
	wantSynapses := []snn.Synapse{
		{ID: 1, Source: 0, Target: 1, Weight: 8, Delay: 1, Type: snn.Fixed, Params: 0, State: 0},
		{ID: 2, Source: 0, Target: 2, Weight: 2.5, Delay: 2, Type: snn.Plastic, Params: 1, State: 1},
		{ID: 4, Source: 1, Target: 3, Weight: -1.5, Delay: 500, Type: snn.Gated, Params: 2, State: 2},
		{ID: 9, Source: 1, Target: 1, Weight: 1, Delay: 0, Type: snn.Facilitating, Params: 3, State: 3},
		{ID: 10, Source: 2, Target: 0, Weight: 1, Delay: 1, Type: snn.Depressing, Params: 4, State: 4},
		{ID: 11, Source: 3, Target: 0, Weight: 0.1, Delay: 0, Type: snn.GapJunction, Params: 5, State: 5},
		{ID: 17, Source: 3, Target: 2, Weight: 1, Delay: 1, Type: snn.RewardPlastic, Params: 6, State: 6},
		{ID: 18, Source: 3, Target: 1, Weight: 1, Delay: 1, Type: snn.Developmental, Params: 7, State: 7},
	}
	if !reflect.DeepEqual(b.Synapses, snn.NewSynapses(wantSynapses...)) {
		t.Errorf("synapses\n%+v, want\n%+v", b.Synapses, wantSynapses)
	}
	if p := b.ParamSets[1]; p.Type != snn.Plastic || p.LearningRate != 0.5 || p.LTDRatio != 0.5 || p.WMax != 10 {
		t.Errorf("plastic params %+v", p)
	}
	if p := b.ParamSets[2]; !reflect.DeepEqual(p.ModulatorGroup, []int32{0, 3}) {
		t.Errorf("gated params %+v", p)
	}
	want := snn.SynapseState{CurrentGain: 1, SourceFires: 3, Coincidences: 1, Alive: false}
	if b.States[7] != want {
		t.Errorf("developmental state %+v, want %+v", b.States[7], want)
	}
	wantBody := []snn.BodyMapRow{
		{Neuron: 2, Segment: 0, Side: snn.Dorsal, Effect: snn.Excitatory},
		{Neuron: 2, Segment: 23, Side: snn.Ventral, Effect: snn.Inhibitory},
	}
	if !reflect.DeepEqual(b.BodyMap, wantBody) {
		t.Errorf("body map %+v", b.BodyMap)
	}
	wantSensors := []snn.SensorMapRow{
		{Neuron: 0, Modality: snn.Chemical, Location: snn.Head, Response: snn.Tonic, Side: snn.Left},
		{Neuron: 1, Modality: snn.Mechanical, Location: snn.Tail, Response: snn.On, Side: snn.Bilateral},
	}
	if !reflect.DeepEqual(b.SensorMap, wantSensors) {
		t.Errorf("sensor map %+v", b.SensorMap)
	}
	if want := []string{"1 chemical synapse has delay 0: it arrives 501 ticks later, as in V8"}; !reflect.DeepEqual(warnings, want) {
		t.Errorf("warnings %q, want %q", warnings, want)
	}
}

// The oldest release: no maps, and no column that has a default.
func TestReadOldRelease(t *testing.T) {
	path := database(t, `
		CREATE TABLE neurons (id INTEGER PRIMARY KEY, neuron_type TEXT, a REAL, b REAL, c REAL, d REAL);
		CREATE TABLE synapses (id INTEGER PRIMARY KEY, source INTEGER, target INTEGER, weight REAL, delay INTEGER);
		INSERT INTO neurons VALUES (1,'RS',0.02,0.5,-65,8), (2,'LTS',0.02,0.2,-65,2);
		INSERT INTO synapses VALUES (1,1,2,8,3);`)
	b := read(t, path)
	for i, wantU := range []float64{0.2 * -65, 0.25 * -65} { // b of the type, not of the row
		n := b.Neurons[i]
		if n.V != -65 || n.U != wantU || n.LastSpike != -1000 || n.X != 0 || n.Y != 0 || n.Z != 0 {
			t.Errorf("neuron %+v, want V8's start with u = %v", n, wantU)
		}
	}
	if y := b.Synapses.At(0); y.Type != snn.Fixed || b.ParamSets[y.Params].Text != "{}" || b.States[y.State] != snn.StartState() {
		t.Errorf("synapse %+v", y)
	}
	if b.BodyMap != nil || b.SensorMap != nil {
		t.Errorf("maps out of nothing: %v %v", b.BodyMap, b.SensorMap)
	}
}

func TestReadSensorMapOfOldRelease(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL+`
		DROP TABLE sensor_map;
		CREATE TABLE sensor_map (neuron_id INTEGER, modality TEXT, location TEXT);
		INSERT INTO sensor_map VALUES (20,'thermal','body');`)
	want := []snn.SensorMapRow{{Neuron: 3, Modality: snn.Thermal, Location: snn.Body, Response: snn.Tonic, Side: snn.Bilateral}}
	if got := read(t, path).SensorMap; !reflect.DeepEqual(got, want) {
		t.Errorf("sensor map %+v, want %+v", got, want)
	}
}

// NULL means the schema's default where it has one; unknown tables and columns
// do not matter, nor does the case of names, nor whole numbers stored as
// floating point.
func TestReadLooseSchema(t *testing.T) {
	path := database(t, `
		CREATE TABLE Neurons (mood TEXT, ID INTEGER PRIMARY KEY, Neuron_Type, A, B, C, D, v, u, last_spike, pos_x, pos_y, pos_z, extra BLOB);
		CREATE TABLE SYNAPSES (id INTEGER PRIMARY KEY, source, target, weight, delay, synapse_type, params, state, note);
		CREATE TABLE sensor_map (neuron_id, modality, location, response_type, side, gain);
		CREATE TABLE diary (day INTEGER, entry TEXT);
		CREATE VIEW body_map AS SELECT 1;
		INSERT INTO neurons(id, neuron_type, a, b, c, d) VALUES (7,'RS',0.02,0.2,-65,8);
		INSERT INTO synapses(id, source, target, weight, delay) VALUES (5,7.0,7,8,3.0);
		INSERT INTO sensor_map VALUES (7,'chemical','head',NULL,NULL,3);`)
	b := read(t, path)
	if n := b.Neurons[0]; n.V != -65 || n.U != -13 || n.LastSpike != -1000 || n.X != 0 {
		t.Errorf("neuron %+v", n)
	}
	if y := b.Synapses.At(0); y.Type != snn.Fixed || y.Delay != 3 || y.Weight != 8 {
		t.Errorf("synapse %+v", y)
	}
	if m := b.SensorMap[0]; m.Response != snn.Tonic || m.Side != snn.Bilateral {
		t.Errorf("sensor %+v", m)
	}
}

// Equal texts of one type become one entry, of two types two.
func TestReadSharesParamsAndStates(t *testing.T) {
	path := database(t, schemaSQL+`
		INSERT INTO neurons VALUES (1,'RS',0.02,0.2,-65,8,-65,-13,-1000,0,0,0);
		INSERT INTO synapses(source,target,weight,delay,synapse_type,params,state) VALUES
			(1,1,1,1,'plastic','{"w_max": 2}','{"eligibility": 1.0}'),
			(1,1,1,1,'gated','{"w_max": 2}','{"eligibility": 1.0}'),
			(1,1,1,1,'plastic','{"w_max": 3}','{"eligibility": 1.0}'),
			(1,1,1,1,'plastic','{"w_max": 2}','{"eligibility": 2.0}'),
			(1,1,1,1,'gated','{"w_max": 2}','{"eligibility": 1.0}');`)
	b := read(t, path)
	var params, states []int32
	for _, y := range b.Synapses.All() {
		params, states = append(params, y.Params), append(states, y.State)
	}
	if want := []int32{0, 1, 2, 0, 1}; !reflect.DeepEqual(params, want) || len(b.ParamSets) != 3 {
		t.Errorf("params %v of %d sets, want %v", params, len(b.ParamSets), want)
	}
	if want := []int32{0, 1, 0, 2, 1}; !reflect.DeepEqual(states, want) || len(b.States) != 3 {
		t.Errorf("states %v of %d, want %v", states, len(b.States), want)
	}
}

// Ids far apart, negative ids, ids at the ends of 64 bits.
func TestReadSparseIDs(t *testing.T) {
	path := database(t, schemaSQL+`
		INSERT INTO neurons(id,neuron_type,a,b,c,d,u) VALUES
			(-9223372036854775808,'RS',0.02,0.2,-65,8,-13), (-5,'RS',0.02,0.2,-65,8,-13), (9223372036854775807,'RS',0.02,0.2,-65,8,-13);
		INSERT INTO synapses(id,source,target,weight,delay) VALUES (-2,-9223372036854775808,9223372036854775807,1,1), (9223372036854775807,-5,-5,1,1);`)
	b := read(t, path)
	if y := b.Synapses.At(0); y.Source != 0 || y.Target != 2 {
		t.Errorf("synapse %+v", y)
	}
	if y := b.Synapses.At(1); y.Source != 1 || y.Target != 1 {
		t.Errorf("synapse %+v", y)
	}
}

func TestReadChangesNothing(t *testing.T) {
	for _, mode := range []string{"delete", "truncate", "persist", "wal"} {
		t.Run(mode, func(t *testing.T) {
			path := database(t, "PRAGMA journal_mode = "+mode+";"+schemaSQL+rowsSQL)
			if mode == "wal" { // closing has merged the log: only the header says it is in use
				if data, err := os.ReadFile(path); err != nil || data[18] != 2 {
					t.Fatal("the test needs a database in WAL mode")
				}
			}
			if err := os.Chmod(path, 0o444); err != nil {
				t.Fatal(err)
			}
			before := folderState(t, path)
			if n := len(read(t, path).Neurons); n != 4 {
				t.Errorf("%d neurons, want 4", n)
			}
			if after := folderState(t, path); after != before {
				t.Errorf("folder changed from\n%s to\n%s", before, after)
			}
		})
	}
}

func TestReadOddNames(t *testing.T) {
	good := database(t, schemaSQL+rowsSQL)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"a b.db", "what?mode=memory.db", "part#2.db", "100%41.db", "a&b=c.db", "naïve 脳.db", "-rf", "x:y;z'\".db", "new\nline.db", "\xff\xfe.db",
	} {
		path := filepath.Join(t.TempDir(), name)
		write(t, path, data)
		if n := len(read(t, path).Neurons); n != 4 {
			t.Errorf("%q: %d neurons", name, n)
		}
		if err := Write(path, read(t, good)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		b := read(t, path)
		if err := Save(path, b, snn.NewSnapshot(b)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		entries, err := os.ReadDir(filepath.Dir(path))
		if err != nil || len(entries) != 1 || entries[0].Name() != name {
			t.Errorf("%q: the folder now holds %v (%v)", name, entries, err)
		}
	}
	t.Run("relative", func(t *testing.T) {
		t.Chdir(filepath.Dir(good))
		read(t, "brain.db")
		read(t, "./brain.db")
	})
	t.Run("link", func(t *testing.T) {
		link := filepath.Join(t.TempDir(), "link.db")
		if err := os.Symlink(good, link); err != nil {
			t.Fatal(err)
		}
		read(t, link)
	})
}
