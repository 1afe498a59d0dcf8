package plan

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
	"github.com/engine-gpu/engine-gpu/snn"
)

// residentCase names, in the environment of a child process, the network that
// it is to build.
const residentCase = "ENGINE_GPU_PLAN_RESIDENT"

// residentCases are networks so large that a program's own memory counts for
// little beside theirs.
func residentCases() []Request {
	return []Request{
		{Neurons: 200000, Fanout: 100, MaxDelay: 1, Rate: DefaultRate, Threads: 2},
		{Neurons: 20000, Fanout: 500, MaxDelay: 10, Plastic: true, Rate: DefaultRate, Threads: 1},
	}
}

// TestResidentMemory holds the planned bytes to 5 % of what the memory of a
// process grows by when it builds the network for real and runs it. What is
// counted is pages, not time: a busy machine changes nothing. A system that
// swaps, or does not tell what is resident, does.
func TestResidentMemory(t *testing.T) {
	if which := os.Getenv(residentCase); which != "" {
		var i int
		fmt.Sscan(which, &i)
		fmt.Println(residentGrowth(t, &residentCases()[i]))
		os.Exit(0)
	}
	if _, known := sysmem.Resident(); !known {
		if runtime.GOOS == "linux" {
			t.Fatal("what is resident is not known")
		}
		t.Skip("what is resident is not known here")
	}
	for i, r := range residentCases() {
		s, err := NewSizer(r)
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.Memory(r.Neurons, r.Fanout)
		if err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run=^TestResidentMemory$")
		child.Env = append(os.Environ(), fmt.Sprintf("%s=%d", residentCase, i))
		out, err := child.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		var grown int64
		if _, err := fmt.Sscan(string(out), &grown); err != nil {
			t.Fatalf("%v in %q", err, out)
		}
		planned := Sum(m.Arrays, Host)
		t.Logf("%+v: %d bytes planned, %d resident: %+.2f %%", r, planned, grown, 100*(float64(planned)/float64(grown)-1))
		if difference := float64(planned)/float64(grown) - 1; difference < -0.05 || difference > 0.05 {
			t.Errorf("%+v: %d bytes planned, %d resident: %+.1f %%", r, planned, grown, 100*difference)
		}
	}
}

// residentGrowth builds and runs a network and returns by how much that made
// this process grow [bytes].
func residentGrowth(t *testing.T, r *Request) int64 {
	debug.FreeOSMemory()
	before, _ := sysmem.Resident()
	net, backend := build(t, r)
	backend.SetCurrents(constant(izh.Drive, net.Neurons))
	var spikes snn.Spikes
	for range 100 {
		spikes.Reset(0)
		if err := backend.Advance(10, &spikes); err != nil {
			t.Fatal(err)
		}
	}
	spikes = snn.Spikes{}
	debug.FreeOSMemory()
	after, _ := sysmem.Resident()
	runtime.KeepAlive(net)
	runtime.KeepAlive(backend)
	return after - before
}
