package main

import "strings"

// withoutSecrets returns a command line fit to be written down: the token of
// --http is left out.
func withoutSecrets(args []string) []string {
	const name, hidden = "http-token", "***"
	shown := append([]string{}, args...)
	for i, a := range shown {
		flag, _, given := strings.Cut(a, "=")
		if strings.TrimLeft(flag, "-") != name || !strings.HasPrefix(a, "-") {
			continue
		}
		if given {
			shown[i] = flag + "=" + hidden
		} else if i+1 < len(shown) {
			shown[i+1] = hidden
		}
	}
	return shown
}
