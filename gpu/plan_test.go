package gpu

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestPlanIsTheLayout: the arrays that follow from counts are those that a
// network is laid out in, and the host's memory is what the layout holds.
func TestPlanIsTheLayout(t *testing.T) {
	for _, c := range []izh.Config{
		{Neurons: 1000, Fanout: 40, MaxDelay: 1},
		{Neurons: 2000, Fanout: 300, MaxDelay: 20},
		{Neurons: 1000, Fanout: 600, MaxDelay: 3, Plastic: true},
	} {
		net, err := izh.Build(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range []int64{1 << 31, 600000} {
			limits := Limits{BlockSize: block}
			real, err := PlanNetwork(net.Network, limits)
			if err != nil {
				t.Fatal(err)
			}
			got, err := PlanCounts(countsOf(net), limits)
			if err != nil {
				t.Fatal(err)
			}
			if got.Shards != real.Shards || got.Readback != real.Readback || got.Links != real.Links || got.Staging != real.Staging {
				t.Errorf("%+v in blocks of %d: planned %+v, laid out %+v", c, block, got, real)
			}
			for i, a := range real.Arrays {
				p := got.Arrays[i]
				if a.Name == "work" && c.Plastic && p.Elements >= a.Elements && p.Elements < 2*a.Elements {
					p.Elements = a.Elements // a bound
				}
				if p != a {
					t.Errorf("%+v in blocks of %d: planned %+v, laid out %+v", c, block, p, a)
				}
			}
			l, err := newLayout(net.Network, block, 1)
			if err != nil {
				t.Fatal(err)
			}
			held := memsize.Of(net.Network, l) - memsize.Of(net.Network)
			if planned := real.Links + real.Staging; float64(planned) < 0.95*float64(held) || float64(planned) > 1.05*float64(held) {
				t.Errorf("%+v in blocks of %d: %d bytes on the host planned, %d held", c, block, planned, held)
			}
		}
	}
	if p, err := PlanCounts(Counts{Groups: []Sources{{Neurons: 10, Fixed: 1000}}, MaxDelay: 1}, Limits{BlockSize: 7999}); p != nil || err == nil {
		t.Errorf("a row beyond a block: %v, %v", p, err)
	}
}

func countsOf(net *izh.Network) Counts {
	c := Counts{MaxDelay: net.MaxDelay, Traces: int64(len(net.Traces.Value)), Decays: int64(len(net.Decays))}
	for _, d := range net.Decays {
		c.DecayFactors += int64(len(d.Low) + len(d.High))
	}
	excitatory := int64(0)
	if s := net.Chemical[snn.Plastic]; s != nil {
		c.Classes = int64(len(s.Classes))
		excitatory = int64(s.Len() / net.Config.Fanout)
		c.Groups = append(c.Groups, Sources{Neurons: excitatory, Plastic: int64(net.Config.Fanout)})
	}
	c.Groups = append(c.Groups, Sources{Neurons: int64(net.Neurons) - excitatory, Fixed: int64(net.Config.Fanout)})
	return c
}
