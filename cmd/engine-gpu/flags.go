package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/launch"
)

// flags are a command's flags: those of package flag, with help in the order
// of definition and errors that say what would be right.
type flags struct {
	command  command
	set      *flag.FlagSet
	help     []flagHelp
	operands []*operand
	decided  []string // flags whose values hold though no command line gave them
}

// operand is an argument that is no flag, and has to be there.
type operand struct {
	name  string
	value string
}

type flagHelp struct {
	form string // "--ticks N"
	text string
}

func newFlags(c command) *flags {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return &flags{command: c, set: set}
}

// add defines a flag. The placeholder stands for its value in the help.
func (f *flags) add(name, placeholder, text string, value flag.Value) {
	f.set.Var(value, name, text)
	f.help = append(f.help, flagHelp{strings.TrimSpace("--" + name + " " + placeholder), text})
}

// operand defines the next operand; flags may stand before, between and behind
// them.
func (f *flags) operand(name string) *string {
	o := &operand{name: name}
	f.operands = append(f.operands, o)
	return &o.value
}

func (f *flags) text(name, placeholder, help string) *string {
	v := new(textValue)
	f.add(name, placeholder, help, v)
	return (*string)(v)
}

func (f *flags) whole(name string, value, least, most int64, help string) *int64 {
	v := &wholeValue{value, least, most}
	f.add(name, "N", help, v)
	return &v.value
}

func (f *flags) number(name, placeholder string, value float64, check func(float64) error, help string) *float64 {
	v := &numberValue{value, check}
	f.add(name, placeholder, help, v)
	return &v.value
}

func (f *flags) yes(name string, value bool, help string) *bool {
	v := boolValue(value)
	form := ""
	if value {
		form = "=false"
	}
	f.set.Var(&v, name, help)
	f.help = append(f.help, flagHelp{"--" + name + form, help})
	return (*bool)(&v)
}

func (f *flags) choice(name string, values []string, help string) *string {
	v := &choiceValue{values[0], values}
	f.add(name, strings.Join(values, "|"), help, v)
	return &v.value
}

// networkBackend defines --backend for networks without a brain.
func (f *flags) networkBackend() *string {
	v := &networkBackendValue{choiceValue{launch.BackendAuto, launch.NetworkBackendNames()}}
	f.add("backend", strings.Join(v.values, "|"),
		"what computes, or auto: a real GPU if it is faster with this network, else cpu (default auto)", v)
	return &v.value
}

func (f *flags) ticks(name, placeholder, help string) *[]int32 {
	v := new(ticksValue)
	f.add(name, placeholder, help, v)
	return (*[]int32)(v)
}

// counts defines a list of whole numbers from 1 on.
func (f *flags) counts(name string, most int, help string) *[]int {
	v := &countsValue{most: most}
	f.add(name, "LIST", help, v)
	return &v.values
}

// pattern defines a regular expression; without the flag it matches all.
func (f *flags) pattern(name, help string) *patternValue {
	v := &patternValue{regexp.MustCompile("")}
	f.add(name, "REGEX", help, v)
	return v
}

// given reports whether the command line set the flag, or what stands in its
// place.
func (f *flags) given(name string) bool {
	found := slices.Contains(f.decided, name)
	f.set.Visit(func(x *flag.Flag) { found = found || x.Name == name })
	return found
}

// wrong returns the usage error of this command.
func (f *flags) wrong(format string, args ...any) error {
	return &usageError{f.command.name, fmt.Sprintf(format, args...)}
}

// parse parses a command line. wantsHelp is true if it asks for help.
func (f *flags) parse(args []string) (wantsHelp bool, err error) {
	for i := 0; ; i++ {
		err = f.set.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			return true, nil
		}
		if err != nil {
			return false, f.wrong("%s", f.rephrase(err.Error()))
		}
		args = f.set.Args()
		switch {
		case len(args) == 0 && i == len(f.operands):
			return false, nil
		case len(args) == 0:
			return false, f.wrong("%s is missing: the command is %s %s", f.operands[i].name, f.command.name, f.command.usage)
		case i == len(f.operands):
			return false, f.unexpected(args[0])
		}
		f.operands[i].value, args = args[0], args[1:]
	}
}

// unexpected returns the error of an argument too many.
func (f *flags) unexpected(extra string) error {
	if extra == "true" || extra == "false" {
		return f.wrong("unexpected argument %q: a switch takes its value after an equals sign, as in --learn=false", extra)
	}
	if len(f.operands) > 0 {
		return f.wrong("unexpected argument %q: the command is %s %s", extra, f.command.name, f.command.usage)
	}
	return f.wrong("unexpected argument %q: %s takes flags only", extra, f.command.name)
}

// rephrase turns an error of package flag into this program's words.
func (f *flags) rephrase(problem string) string {
	if name, found := strings.CutPrefix(problem, "flag provided but not defined: -"); found {
		var names []string
		f.set.VisitAll(func(x *flag.Flag) { names = append(names, x.Name) })
		return fmt.Sprintf("unknown flag --%s%s", name, didYouMean(name, names, "--"))
	}
	if name, found := strings.CutPrefix(problem, "flag needs an argument: -"); found {
		return fmt.Sprintf("--%s needs a value", name)
	}
	if before, after, found := strings.Cut(problem, " for flag -"); found {
		return before + " for --" + after
	}
	return strings.Replace(problem, " for -", " for --", 1) // a switch's value
}

// didYouMean suggests the known name that a beginning stands for, or else the
// one nearest to a misspelt name, if one is near. Capitals make no difference.
func didYouMean(name string, known []string, prefix string) string {
	name = strings.ToLower(name)
	begun := slices.DeleteFunc(slices.Clone(known), func(k string) bool { return !strings.HasPrefix(k, name) })
	if len(name) > 1 && len(begun) == 1 {
		return fmt.Sprintf(", did you mean %s%s?", prefix, begun[0])
	}
	best, distance := "", 3
	for _, k := range known {
		if d := editDistance(name, k); d < distance && d < len(k) {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %s%s?", prefix, best)
}

// editDistance counts the letters to insert, delete or replace to turn a into
// b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
