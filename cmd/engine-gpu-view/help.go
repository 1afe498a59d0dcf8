package main

import (
	"flag"
	"fmt"
	"strings"
	"text/tabwriter"
)

const about = `Usage: engine-gpu-view [flags]

Runs a brain and shows it in a window: the worm in its dish and close up with
its muscles, spikes, rates and weights. One tick is 1 ms. A run in the window
is, to the last bit, the run of the same flags without it.

Keys, and buttons for them:
  space          pause, or go on
  . or right     one tick; with shift 100
  + and -        double or halve the speed
  r              begin anew
  f              follow the worm, or see the whole dish; the wheel zooms, the mouse drags
  s              save a picture of the window to the current folder
  esc or q       quit

Flags:
`

// usage is the text of --help.
func usage(f *flag.FlagSet) string {
	var text strings.Builder
	text.WriteString(about)
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	f.VisitAll(func(x *flag.Flag) {
		placeholder, help := flag.UnquoteUsage(x)
		help = strings.TrimPrefix(help, placeholder+" ")
		form := strings.TrimSpace(x.Name + " " + placeholder)
		switch x.DefValue {
		case "", "false":
		case "true": // the flag is there to turn something off
			form = x.Name + "=false"
		default:
			help += " (default " + x.DefValue + ")"
		}
		fmt.Fprintf(w, "  --%s\t%s\n", form, help)
	})
	_ = w.Flush() // into memory
	return text.String()
}
