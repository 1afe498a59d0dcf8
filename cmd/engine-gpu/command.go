package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/input"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// streams are the standard streams of one invocation.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// warn prints one line that the user should know but that stops nothing.
func (s streams) warn(format string, args ...any) {
	fmt.Fprintf(s.err, "warning: %s\n", oneLine(fmt.Sprintf(format, args...)))
}

// note tells what takes its time, on one line.
func (s streams) note(format string, args ...any) {
	fmt.Fprintf(s.err, "%s\n", input.Printable(fmt.Sprintf(format, args...)))
}

// command is one of the program's commands.
type command struct {
	name    string
	summary string // one line for the list of commands
	usage   string // what follows the name
	details string // paragraphs between the usage and the flags
	// build defines the command's flags and returns what runs once they are
	// parsed.
	build func(*flags) action
	// subs are commands of their own under this one's name, such as "bench izh".
	subs []command
}

// action runs a command whose flags have been parsed.
type action func(ctx context.Context, std streams) error

// commands lists the commands in the order of the help.
func commands() []command {
	return []command{
		generateCommand(), importCommand(), convertCommand(), runCommand(), sweepCommand(), lifeCommand(), verifyCommand(), recoverCommand(), plotCommand(), inspectCommand(), whyCommand(), forkCommand(), planCommand(), benchCommand(),
		doctorCommand(), versionCommand(),
	}
}

// errInterrupted ends a command that a signal ended cleanly.
var errInterrupted = errors.New("interrupted")

// usageError is a command line that means nothing.
type usageError struct {
	command string // empty: none was recognised
	problem string
}

func (e *usageError) Error() string {
	help := "engine-gpu help"
	if e.command != "" {
		help += " " + e.command
	}
	return fmt.Sprintf("%s (see %q)", e.problem, help)
}

// execute runs one command line and returns the exit code.
func execute(ctx context.Context, args []string, std streams) int {
	err := dispatch(ctx, args, std)
	var usage *usageError
	var list *listError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errInterrupted), ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &usage):
		fmt.Fprintf(std.err, "engine-gpu: %s\n", oneLine(err.Error()))
		return exitUsage
	case errors.As(err, &list):
		fmt.Fprintf(std.err, "engine-gpu: %s\n", oneLine(list.problem))
		for _, detail := range list.details {
			fmt.Fprintf(std.err, "  %s\n", oneLine(detail))
		}
		return exitFailure
	}
	fmt.Fprintf(std.err, "engine-gpu: %s\n", oneLine(err.Error()))
	return exitFailure
}

func dispatch(ctx context.Context, args []string, std streams) error {
	if len(args) == 0 {
		return &usageError{problem: "no command given: try \"engine-gpu run\""}
	}
	name, rest := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return help(std, rest)
	case "-version", "--version":
		name = "version"
	}
	c, err := commandNamed(name)
	if err != nil {
		return err
	}
	if c, rest, err = c.sub(rest); err != nil {
		return err
	}
	f := newFlags(c)
	run := c.build(f)
	wantsHelp, err := f.parse(rest)
	if err != nil {
		return err
	}
	if wantsHelp {
		return f.printHelp(std.out)
	}
	return run(ctx, std)
}

func commandNamed(name string) (command, error) {
	var names []string
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	kind := "command"
	if strings.HasPrefix(name, "-") {
		kind = "flag before a command"
	}
	return command{}, &usageError{
		problem: fmt.Sprintf("unknown %s %q%s; the commands are %s, help",
			kind, name, didYouMean(name, append(names, "help"), ""), strings.Join(names, ", ")),
	}
}

// sub returns the command that the first argument names under this one, with
// the arguments left, or else this one. A sub-command's name is that of both.
func (c command) sub(args []string) (command, []string, error) {
	if len(c.subs) == 0 || len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return c, args, nil
	}
	var names []string
	for _, s := range c.subs {
		if s.name == args[0] {
			s.name = c.name + " " + s.name
			return s, args[1:], nil
		}
		names = append(names, s.name)
	}
	return c, args, &usageError{c.name, fmt.Sprintf("unknown %s %q%s; there is %s",
		c.name, args[0], didYouMean(args[0], names, ""), strings.Join(names, ", "))}
}

// oneLine folds errors that came together or with line breaks into one line
// that a terminal may show.
func oneLine(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return input.Printable(strings.Join(lines, "; "))
}
