package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/plot"
)

// plotFormatsValue is a list of formats of figures.
type plotFormatsValue struct {
	formats []plot.Format
	none    bool // "none" is allowed
}

func (v *plotFormatsValue) String() string {
	if v.none && len(v.formats) == 0 {
		return "none"
	}
	return joined(v.formats)
}

func joined[S ~string](list []S) string {
	var texts []string
	for _, s := range list {
		texts = append(texts, string(s))
	}
	return strings.Join(texts, ",")
}

func (v *plotFormatsValue) Set(text string) error {
	v.formats = nil
	if v.none && text == "none" {
		return nil
	}
	formats, err := chosen(text, plot.Formats())
	switch {
	case err == nil:
		v.formats = formats
		return nil
	case v.none:
		return errors.New("must be png, svg, png,svg or none")
	}
	return errors.New("must be png, svg or png,svg")
}

// namesValue is a list of some of the names that there are.
type namesValue struct{ names, known []string }

func (v *namesValue) String() string { return joined(v.names) }

func (v *namesValue) Set(text string) (err error) {
	v.names, err = chosen(text, v.known)
	return err
}

// chosen splits a list of known names, each of which counts once.
func chosen[S ~string](text string, known []S) ([]S, error) {
	var list []S
	for item := range strings.SplitSeq(text, ",") {
		name := S(strings.TrimSpace(item))
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("must be some of %s; %q is none", strings.ReplaceAll(joined(known), ",", ", "), item)
		}
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list, nil
}
