// Command table turns the output of the benchmarks into a Markdown table: of
// every run the median and the spread, beside other simulators' speed.
//
//	go test -run '^$' -bench . -count 5 ./benchmarks | go run ./benchmarks/table
package main

import (
	"fmt"
	"os"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
)

func main() {
	cases, err := parse(os.Stdin)
	if err == nil {
		err = render(os.Stdout, cases, host.Describe())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}
