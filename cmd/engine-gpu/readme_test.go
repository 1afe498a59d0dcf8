package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
)

// TestReadmePlan: what the README shows of the host's arrays is what plan
// prints.
func TestReadmePlan(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	const command = "engine-gpu plan --neurons 100000 --fanout 1000"
	_, shown, found := strings.Cut(string(readme), "\n$ "+command+"\n")
	if !found {
		t.Fatalf("the README does not show %s", command)
	}
	shown, _, _ = strings.Cut(shown, "\n$ ")
	var out bytes.Buffer
	args := append(strings.Fields(command)[1:], "--threads", "2", "--speed=false", "--quiet")
	if code := execute(t.Context(), args, streams{strings.NewReader(""), &out, io.Discard}); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	compared := 0
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(strings.TrimSpace(line), "host") {
			compared++
			if !strings.Contains(shown, "\n"+line) {
				t.Errorf("the README lacks %q", line)
			}
		}
	}
	if compared != 3 {
		t.Errorf("%d lines tell of the host, not 3:\n%s", compared, out.String())
	}
}
