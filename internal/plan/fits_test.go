package plan

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestObstacles: the limit that binds is named, and the largest networks that
// fit are the last that do.
func TestObstacles(t *testing.T) {
	plenty := HostMemory{Available: 1 << 50, By: "plenty", Known: true}
	little := HostMemory{Available: 256 << 20, By: "little", Known: true, Program: 20 << 20}
	card := gpu.Limits{Name: "card", BlockSize: 1 << 30, Memory: 1 << 30}
	for _, c := range []struct {
		name            string
		neurons, fanout int64
		host            HostMemory
		gpu             bool
		limit           string
	}{
		{"fits", 100000, 100, plenty, false, ""},
		{"neurons", snn.MaxNeurons + 1, 1, plenty, false, LimitNeurons},
		{"synapses", 60000000, 1000, plenty, false, LimitSynapses},
		{"overflow", 1 << 40, 1 << 40, plenty, false, LimitNeurons},
		{"memory", 1000000, 100, little, false, LimitHost},
		{"memory unknown", 1000000, 100, HostMemory{}, false, ""},
		{"on a card", 1000000, 100, plenty, true, ""},
		{"beyond a card", 2000000, 100, plenty, true, LimitDevice},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := NewSizer(Request{
				Neurons: c.neurons, Fanout: c.fanout, MaxDelay: 1, Rate: DefaultRate, Threads: 1, GPU: c.gpu, Limits: card,
			})
			if err != nil {
				t.Fatal(err)
			}
			o := s.Obstacle(c.neurons, c.fanout, c.host)
			if o == nil {
				if c.limit != "" {
					t.Errorf("it fits, but for %s", c.limit)
				}
				return
			}
			if o.Limit != c.limit || o.Text == "" || o.Limit != LimitDevice && o.Needs <= o.Has {
				t.Errorf("%+v, want %q", o, c.limit)
			}
			if c.name == "overflow" {
				return
			}
			n := s.LargestNeurons(c.fanout, c.host)
			if n < 1 || n >= c.neurons || s.Obstacle(n, c.fanout, c.host) != nil || s.Obstacle(n+1, c.fanout, c.host) == nil {
				t.Errorf("%d neurons are not the largest number that fits", n)
			}
			if c.neurons > snn.MaxNeurons || c.gpu {
				return
			}
			k := s.LargestFanout(c.neurons, c.host)
			if k < 1 || k >= c.fanout || s.Obstacle(c.neurons, k, c.host) != nil || s.Obstacle(c.neurons, k+1, c.host) == nil {
				t.Errorf("%d synapses are not the largest number that fits", k)
			}
		})
	}
}
