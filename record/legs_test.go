package record_test

import (
	"reflect"
	"testing"

	"github.com/engine-gpu/engine-gpu/record"
)

func TestAddLeg(t *testing.T) {
	leg := func(from int32, backend string) record.Leg {
		return record.Leg{From: from, Backend: backend, Threads: 1}
	}
	cpu, gpu := leg(0, "cpu"), leg(100, "gpu")
	for _, c := range []struct{ legs, want []record.Leg }{
		{[]record.Leg{cpu}, []record.Leg{cpu}},
		{[]record.Leg{cpu, leg(50, "cpu")}, []record.Leg{cpu}},
		{[]record.Leg{cpu, gpu, leg(200, "cpu")}, []record.Leg{cpu, gpu, leg(200, "cpu")}},
		{[]record.Leg{cpu, gpu, leg(100, "cpu")}, []record.Leg{cpu}}, // it went on where the second stood
		{[]record.Leg{cpu, leg(0, "gpu")}, []record.Leg{leg(0, "gpu")}},
		{[]record.Leg{leg(70, "gpu")}, []record.Leg{leg(70, "gpu")}}, // an older program noted none before
	} {
		var got []record.Leg
		for _, l := range c.legs {
			got = record.AddLeg(got, l)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: %v, want %v", c.legs, got, c.want)
		}
	}
}

// TestLegsInCheckpoints: a certificate takes them through a checkpoint.
func TestLegsInCheckpoints(t *testing.T) {
	c := record.NewCertificate()
	c.Begin(record.Leg{Backend: "cpu"})
	data, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	c = record.NewCertificate()
	if err := c.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	c.Begin(record.Leg{From: 7, Backend: "gpu"})
	if want := []record.Leg{{Backend: "cpu"}, {From: 7, Backend: "gpu"}}; !reflect.DeepEqual(c.Legs(), want) {
		t.Errorf("%v, want %v", c.Legs(), want)
	}
}
