package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// help answers "engine-gpu help [command [sub-command]]".
func help(std streams, args []string) error {
	if len(args) == 0 || args[0] == "help" {
		return printOverview(std.out)
	}
	c, err := commandNamed(args[0])
	if err != nil {
		return err
	}
	c, rest, err := c.sub(args[1:])
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{problem: fmt.Sprintf("unexpected argument %q after help %s", rest[0], c.name)}
	}
	f := newFlags(c)
	c.build(f)
	return f.printHelp(std.out)
}

func printOverview(out io.Writer) error {
	var b strings.Builder
	b.WriteString("engine-gpu runs spiking brains: recipe, brain database, body, dish.\n\nCommands:\n")
	table := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	for _, c := range commands() {
		fmt.Fprintf(table, "  %s\t%s\n", c.name, c.summary)
	}
	fmt.Fprintf(table, "  help\tShow this text, or with a command's name its flags.\n")
	table.Flush() //nolint:errcheck // a strings.Builder takes everything
	b.WriteString(`
A first run, with the built-in brain of 8,070 neurons in its dish:

  engine-gpu run --out runs/first

Exit codes: 0 done, 1 failed, 2 not understood, 130 interrupted (Ctrl-C saves
and sums up what was run so far; a second Ctrl-C kills).
`)
	_, err := io.WriteString(out, b.String())
	return err
}

// printHelp prints a command's usage and flags.
func (f *flags) printHelp(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: engine-gpu %s\n\n%s\n", strings.TrimSpace(f.command.name+" "+f.command.usage), f.command.summary)
	if f.command.details != "" {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(f.command.details))
	}
	for _, sub := range f.command.subs {
		fmt.Fprintf(&b, "\n  engine-gpu %s %s   %s\n", f.command.name, sub.name, sub.summary)
	}
	if len(f.help) > 0 {
		b.WriteString("\nFlags:\n")
	}
	width := 0
	for _, h := range f.help {
		width = max(width, len(h.form))
	}
	for _, h := range f.help {
		lines := strings.Split(h.text, "\n")
		fmt.Fprintf(&b, "  %-*s   %s\n", width, h.form, lines[0])
		for _, line := range lines[1:] {
			fmt.Fprintf(&b, "  %-*s   %s\n", width, "", line)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}
