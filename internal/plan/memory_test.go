package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/snn"
)

// requests are kinds of networks whose arrays differ.
func requests() []Request {
	return []Request{
		{Neurons: 1000, Fanout: 100, MaxDelay: 1, Rate: DefaultRate, Threads: 1},
		{Neurons: 1000, Fanout: 700, MaxDelay: 20, Rate: DefaultRate, Threads: 3},
		{Neurons: 10000, Fanout: 20, MaxDelay: 1, Plastic: true, Rate: DefaultRate, Threads: 1},
		{Neurons: 2005, Fanout: 250, MaxDelay: 5, Plastic: true, Rate: DefaultRate, Threads: 2},
	}
}

// TestArraysAreThoseOfTheBackend: the elements of every array that a real
// network and backend hold are foretold, to the last word with one thread,
// and nothing else is.
func TestArraysAreThoseOfTheBackend(t *testing.T) {
	for _, r := range requests() {
		t.Run(fmt.Sprintf("%+v", r), func(t *testing.T) {
			net, backend := build(t, &r)
			s, err := NewSizer(r)
			if err != nil {
				t.Fatal(err)
			}
			m, err := s.Memory(r.Neurons, r.Fanout)
			if err != nil {
				t.Fatal(err)
			}
			planned := map[string]Array{}
			for _, a := range m.Arrays {
				if !strings.HasSuffix(a.Name, Growing) {
					planned[a.Name] = a
				}
			}
			held := arraysOf(net.Network, backend)
			for _, a := range held {
				p := planned[Title(a.Name)]
				delete(planned, Title(a.Name))
				// Words of bits are whole; and lists hold those neurons that have
				// synapses into a part.
				short := int64(1)
				if r.Threads > 1 {
					short = a.Elements/100 + 32
				}
				if p.Element != a.Element || p.Elements < a.Elements-short || p.Elements > a.Elements+short {
					t.Errorf("%s: %d elements of %d bytes planned, %d of %d held", a.Name, p.Elements, p.Element, a.Elements, a.Element)
				}
			}
			for name := range planned {
				t.Errorf("%s is planned, but not held", name)
			}
			// Every byte, capacity and structs included.
			if plan, all := Sum(m.Arrays, Host), memsize.Of(net.Network, backend); float64(plan) < 0.98*float64(all) {
				t.Errorf("%d bytes planned, %d held", plan, all)
			}
			bySynapse := float64(memsize.Of(backend.SynapseArrays()...))
			if plan := float64(SumBySynapse(m.Arrays, Host)); plan > bySynapse || plan < 0.9*bySynapse {
				t.Errorf("%g bytes by synapse planned, %g held", plan, bySynapse)
			}
		})
	}
}

// build builds what is planned.
func build(t *testing.T, r *Request) (*izh.Network, *cpu.Backend) {
	t.Helper()
	net, err := izh.Build(r.config(int(r.Neurons), int(r.Fanout)))
	if err != nil {
		t.Fatal(err)
	}
	backend, err := cpu.NewNetworkBackend(net.Network, snn.Options{Learn: true, Threads: r.Threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	return net, backend
}
