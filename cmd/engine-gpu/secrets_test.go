package main

import (
	"slices"
	"strings"
	"testing"
)

func TestWithoutSecrets(t *testing.T) {
	for line, want := range map[string]string{
		"engine-gpu run --http-token secret --json": "engine-gpu run --http-token *** --json",
		"engine-gpu run -http-token=secret":         "engine-gpu run -http-token=***",
		"engine-gpu run --http-token":               "engine-gpu run --http-token",
		"engine-gpu run --brain http-token x":       "engine-gpu run --brain http-token x",
	} {
		args := strings.Fields(line)
		before := slices.Clone(args)
		if got := strings.Join(withoutSecrets(args), " "); got != want {
			t.Errorf("%s becomes %s, want %s", line, got, want)
		}
		if !slices.Equal(args, before) {
			t.Errorf("%s was changed", line)
		}
	}
}
