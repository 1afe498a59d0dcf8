package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// result is what one benchmark measured in all its repetitions.
type result struct {
	name      string // less "Benchmark" and the number of processors
	wall, cpu []float64
}

// processors is what package testing appends to a benchmark's name.
var processors = regexp.MustCompile(`-\d+$`)

// parse reads the runs from the output of go test -bench, in order of first
// appearance. A benchmark without ticks/s is no run.
//
//	BenchmarkArena/cpu/threads=1-2   7380   218197 ns/op   4583 ticks/s
func parse(r io.Reader) ([]*result, error) {
	var all []*result
	byName := map[string]*result{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") || !slices.Contains(fields, "ticks/s") {
			continue
		}
		name := processors.ReplaceAllString(strings.TrimPrefix(fields[0], "Benchmark"), "")
		c := byName[name]
		if c == nil {
			c = &result{name: name}
			byName[name] = c
			all = append(all, c)
		}
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", fields[0], err)
			}
			switch fields[i+1] {
			case "ticks/s":
				c.wall = append(c.wall, value)
			case "ticks/cpu-s":
				c.cpu = append(c.cpu, value)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, errors.New("there is no benchmark with ticks/s in the input")
	}
	return all, nil
}
