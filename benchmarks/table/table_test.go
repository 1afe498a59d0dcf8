package main

import (
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
)

const output = `goos: linux
cpu: something-8
BenchmarkArena/cpu/threads=1-8   	 7380	 218197 ns/op	 12345 ticks/cpu-s	 9300 ticks/s
BenchmarkArena/cpu/threads=1-8   	 7380	 218197 ns/op	 12349 ticks/cpu-s	 7700 ticks/s
BenchmarkFloorRead/32KiB/threads=1-8   	 1000	 323.6 ns/op	 101.3 GB/s
BenchmarkBrain/kitchen_sink/reference   	 100	 1 ns/op	 33.333 ticks/s
BenchmarkBrain/big_layered_v1/cpu/threads=2-8   	 100	 1 ns/op	 330 ticks/s	 0 B/op	 0 allocs/op
BenchmarkIZH/10000x100/threads=1-8   	 100	 1 ns/op	 45400 ticks/s
BenchmarkArena/cpu/threads=1-8   	 7380	 218197 ns/op	 12347 ticks/cpu-s	 1000000 ticks/s
PASS
`

func TestTable(t *testing.T) {
	results, err := parse(strings.NewReader(output))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	if err := render(&got, results, host.Host{Processor: "P", Cores: 8, System: "s/a", Go: "go1", Commit: "c"}); err != nil {
		t.Fatal(err)
	}
	want := `P, 8 cores, s/a, go1, commit c.

| run | ticks/s | spread | ticks per processor second | peer | times peer |
| --- | ---: | ---: | ---: | ---: | ---: |
| Arena/cpu/threads=1 | 9,300 | 7,700 to 1,000,000 (3) | 12,347 | V8 (NumPy), 77 to 93 | 100 to 121 |
| Brain/kitchen_sink/reference | 33.3 | 33.3 (1) |  |  |  |
| Brain/big_layered_v1/cpu/threads=2 | 330 | 330 (1) |  | V8 (NumPy), 3.3 | 100 |
| IZH/10000x100/threads=1 | 45,400 | 45,400 (1) |  | GeNN 5.4, 22,700 | 2 |
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "PASS\n", "BenchmarkX 1 2 ns/op\n", "BenchmarkX 1 x ns/op 3 ticks/s\n"} {
		if _, err := parse(strings.NewReader(text)); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}
