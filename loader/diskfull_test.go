//go:build linux

package loader

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/engine-gpu/engine-gpu/snn"
)

// childEnv names the work that the test binary does in place of the tests when
// a test starts it again.
const childEnv = "ENGINE_GPU_LOADER_TEST_CHILD"

func TestMain(m *testing.M) {
	if work := os.Getenv(childEnv); work != "" {
		os.Exit(runChild(work))
	}
	os.Exit(m.Run())
}

// largerBrain is a brain of some 200 KB as a database.
func largerBrain() *snn.Brain {
	b := &snn.Brain{ParamSets: []snn.ParamSet{{Type: snn.Fixed, Text: "{}"}}, States: []snn.SynapseState{snn.StartState()}}
	for i := range 100 {
		b.Neurons = append(b.Neurons, snn.Neuron{ID: int64(i + 1), Izhikevich: snn.RS.Parameters(), V: -65, U: -13})
	}
	for i := range 4000 {
		b.Synapses.Append(snn.Synapse{ID: int64(i + 1), Source: int32(i % 100), Target: int32(i % 99), Weight: float64(i) + 0.1, Delay: 1})
	}
	return b
}

// learned is a snapshot in which every weight has changed.
func learned(b *snn.Brain) *snn.Snapshot {
	s := snn.NewSnapshot(b)
	for i := range s.Weight {
		s.Weight[i] += 1.0 / 3
	}
	return s
}

// The child may not make files larger than the limit in childLimit and then
// writes or saves the file in childFile. It prints the error.
const (
	childFile  = "ENGINE_GPU_LOADER_TEST_FILE"
	childLimit = "ENGINE_GPU_LOADER_TEST_LIMIT"
)

func runChild(work string) int {
	signal.Ignore(syscall.SIGXFSZ) // then the write fails, as on a full disk
	var limit uint64
	if _, err := fmt.Sscan(os.Getenv(childLimit), &limit); err != nil {
		fmt.Println(err)
		return 2
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		fmt.Println(err)
		return 2
	}
	path, b := os.Getenv(childFile), largerBrain()
	var err error
	switch work {
	case "write":
		err = Write(path, b)
	case "save":
		err = Save(path, b, learned(b))
	}
	if err != nil {
		fmt.Print(err)
		return 1
	}
	return 0
}

// A disk that is full after any number of bytes: the file and the folder stay
// as they were. A limit on the size of files stands for the disk; it needs no
// rights.
func TestDiskFullByLimit(t *testing.T) {
	for _, name := range []string{"brain.db", "brain.brain"} {
		t.Run(name, func(t *testing.T) { diskFullByLimit(t, name) })
	}
}

func diskFullByLimit(t *testing.T, name string) {
	path := filepath.Join(t.TempDir(), name)
	if err := Write(path, largerBrain()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	size := info.Size()
	for _, work := range []string{"write", "save"} {
		for _, limit := range []int64{0, 1000, 4096, size / 2, size - 4096, size - 1} {
			t.Run(fmt.Sprint(work, " ", limit), func(t *testing.T) {
				before := folderState(t, path)
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), childEnv+"="+work, childFile+"="+path, fmt.Sprint(childLimit, "=", limit))
				output, err := child.CombinedOutput()
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != 1 {
					t.Fatalf("the child ended with %v and said %s", err, output)
				}
				text := string(output)
				if !strings.HasPrefix(text, path+": not written") || strings.Contains(text, "\n") {
					t.Errorf("the child said %q", text)
				}
				t.Log(text)
				if after := folderState(t, path); after != before {
					t.Errorf("folder changed from\n%s to\n%s", before, after)
				}
			})
		}
		t.Run(work+" with room", func(t *testing.T) {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), childEnv+"="+work, childFile+"="+path, fmt.Sprint(childLimit, "=", 10*size))
			if output, err := child.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, output)
			}
		})
	}
}

// smallDisk mounts a disk of 4 MiB for the time of a test.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		if os.Getenv("ENGINE_GPU_REQUIRE_ROOT_TESTS") == "1" {
			t.Fatalf("root is required (ENGINE_GPU_REQUIRE_ROOT_TESTS=1): cannot mount a small disk: %v", err)
		}
		t.Skipf("SKIPPED: cannot mount a small disk (needs root): %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(disk, 0); err != nil {
			t.Errorf("%s is still mounted: %v", disk, err)
		}
	})
	return disk
}

// The same on a disk that is really full.
func TestDiskFull(t *testing.T) {
	disk := smallDisk(t)
	b := largerBrain()
	path := filepath.Join(disk, "brain.db")
	if err := Write(path, b); err != nil {
		t.Fatal(err)
	}
	var room unix.Statfs_t
	if err := unix.Statfs(disk, &room); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(disk, "filler"), make([]byte, int64(room.Bfree)*int64(room.Bsize)-(50<<10)))
	for name, operation := range map[string]func(string) error{
		"brain.db":   func(path string) error { return Write(path, b) },
		"new.db":     func(path string) error { return Write(path, b) },
		"new.brain":  func(path string) error { return Write(path, b) },
		"./brain.db": func(path string) error { return Save(path, b, learned(b)) },
	} {
		t.Run(name, func(t *testing.T) {
			path := disk + "/" + name
			err := refused(t, path, func() error { return operation(path) })
			t.Log(err)
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("%v, want ENOSPC", err)
			}
		})
	}
	if err := os.Remove(filepath.Join(disk, "filler")); err != nil {
		t.Fatal(err)
	}
	if err := Save(path, b, learned(b)); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t)
	b := largerBrain()
	path := filepath.Join(disk, "brain.db")
	if err := Write(path, b); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("", disk, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	read(t, path)
	for name, operation := range map[string]func() error{
		"write": func() error { return Write(path, b) },
		"save":  func() error { return Save(path, b, learned(b)) },
	} {
		t.Run(name, func(t *testing.T) {
			err := refused(t, path, operation)
			t.Log(err)
			if !errors.Is(err, syscall.EROFS) {
				t.Errorf("%v, want EROFS", err)
			}
		})
	}
}
