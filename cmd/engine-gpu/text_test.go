package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestGrouped(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 61875: "61,875", 1234567: "1,234,567",
		-5: "-5", -100: "-100", -1234: "-1,234", math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestBytesText(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 6217728: "5.9 MiB", 3 << 40: "3.0 TiB", 5 << 50: "5120.0 TiB"} {
		if got := bytesText(n); got != want {
			t.Errorf("bytesText(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestFigure(t *testing.T) {
	text, err := json.Marshal([]figure{1.5, figure(math.NaN()), figure(math.Inf(1)), figure(math.Inf(-1)), -0.1})
	if err != nil || string(text) != "[1.5,null,null,null,-0.1]" {
		t.Errorf("%s, %v", text, err)
	}
}

func TestWrapped(t *testing.T) {
	text := wrapped(strings.Repeat("word ", 40)+strings.Repeat("x", 100), "    ")
	for line := range strings.Lines(text) {
		if len(line) > 81 && !strings.Contains(line, "xxx") || !strings.HasPrefix(line, "    ") {
			t.Errorf("line %q", line)
		}
	}
	if wrapped("", "  ") != "" {
		t.Error("nothing became a line")
	}
}

func TestDidYouMean(t *testing.T) {
	known := []string{"ticks", "threads", "brain", "backend", "seed"}
	for name, want := range map[string]string{
		"tick": ", did you mean --ticks?", "brian": ", did you mean --brain?", "thread": ", did you mean --threads?",
		"thr": ", did you mean --threads?", "SEED": ", did you mean --seed?", "Brian": ", did you mean --brain?",
		"xyz": "", "s": "", "": "", "t": "", "b": "",
	} {
		if got := didYouMean(name, known, "--"); got != want {
			t.Errorf("didYouMean(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestOneLine(t *testing.T) {
	if got := oneLine("a\x1b[31m b"); got != `a\x1b[31m b` {
		t.Errorf("%q", got)
	}
	if got := oneLine("a  b\n\n c\r\n\td "); got != "a b; c; d" {
		t.Errorf("%q", got)
	}
}
