package main

import (
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	r := &Results{V8: v8Starts(), Ticks: 1230000}
	for _, s := range r.V8 {
		r.Runs = append(r.Runs, Run{Backend: "cpu", Seed: s.Seed, Index: -0.001})
	}
	var text strings.Builder
	if err := r.markdown(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| start seed | V8 | cpu |\n| ---: | ---: | ---: |\n| 42 | +0.43 | +0.00 |\n| 1 | -0.54 | +0.00 |\n",
		"| **mean** | **+0.08** | **+0.00** |\n| SD | 0.34 | 0.00 |\n",
		"1,230,000 ticks",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
}
