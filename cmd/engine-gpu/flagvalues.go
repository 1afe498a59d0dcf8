package main

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The values of flags implement flag.Value; their errors say what would be
// right.
type (
	textValue  string
	boolValue  bool
	wholeValue struct{ value, least, most int64 }
	// numberValue is a finite number that passes a check.
	numberValue struct {
		value float64
		check func(float64) error
	}
	choiceValue struct {
		value  string
		values []string
	}
	// networkBackendValue is a backend that runs networks without a brain.
	networkBackendValue struct{ choiceValue }
	// countsValue is a list of whole numbers from 1 to most, ascending.
	countsValue struct {
		values []int
		most   int
	}
	// patternValue is a regular expression.
	patternValue struct{ *regexp.Regexp }
	// ticksValue is a list of numbers of ticks, ascending.
	ticksValue []int32
)

func (v *textValue) String() string { return string(*v) }

func (v *textValue) Set(text string) error {
	if text == "" {
		return errors.New("it is empty")
	}
	*v = textValue(text)
	return nil
}

func (v *boolValue) String() string { return strconv.FormatBool(bool(*v)) }

// IsBoolFlag tells package flag that the flag may stand without a value.
func (v *boolValue) IsBoolFlag() bool { return true }

func (v *boolValue) Set(text string) error {
	x, err := strconv.ParseBool(text)
	if err != nil {
		return errors.New("must be true or false")
	}
	*v = boolValue(x)
	return nil
}

func (v *wholeValue) String() string { return strconv.FormatInt(v.value, 10) }

func (v *wholeValue) Set(text string) error {
	x, err := strconv.ParseInt(text, 10, 64)
	if err != nil || x < v.least || x > v.most {
		return fmt.Errorf("must be a whole number from %d to %d", v.least, v.most)
	}
	v.value = x
	return nil
}

func (v *numberValue) String() string { return strconv.FormatFloat(v.value, 'g', -1, 64) }

func (v *numberValue) Set(text string) error {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return errors.New("must be a finite number")
	}
	if err := v.check(x); err != nil {
		return err
	}
	v.value = x
	return nil
}

func (v *choiceValue) String() string { return v.value }

func (v *choiceValue) Set(text string) error {
	if !slices.Contains(v.values, text) {
		return fmt.Errorf("must be one of %s", strings.Join(v.values, ", "))
	}
	v.value = text
	return nil
}

func (v *networkBackendValue) Set(text string) error {
	if text == launch.BackendReference {
		return errors.New("the reference backend runs brains only, and this network has none: cpu and gpu give the same bits")
	}
	return v.choiceValue.Set(text)
}

func (v *countsValue) String() string { return strings.Trim(fmt.Sprint(v.values), "[]") }

func (v *countsValue) Set(text string) error {
	v.values = nil
	for item := range strings.SplitSeq(text, ",") {
		x, err := strconv.Atoi(strings.TrimSpace(item))
		if err != nil || x < 1 || x > v.most {
			return fmt.Errorf("must be whole numbers from 1 to %d, as in 1,2,8; %q is none", v.most, item)
		}
		v.values = append(v.values, x)
	}
	slices.Sort(v.values)
	v.values = slices.Compact(v.values)
	return nil
}

func (v *patternValue) Set(text string) error {
	x, err := regexp.Compile(text)
	if err != nil {
		return fmt.Errorf("must be a regular expression: %w", err)
	}
	v.Regexp = x
	return nil
}

func (v *ticksValue) String() string {
	texts := make([]string, len(*v))
	for i, t := range *v {
		texts[i] = strconv.Itoa(int(t))
	}
	return strings.Join(texts, ",")
}

func (v *ticksValue) Set(text string) error {
	var ticks []int32
	for item := range strings.SplitSeq(text, ",") {
		x, err := strconv.ParseInt(strings.TrimSpace(item), 10, 32)
		if err != nil || x < 1 || x > int64(snn.MaxTicks) {
			return fmt.Errorf("must be numbers of ticks of at least 1, as in 10,100,1000; %q is none", item)
		}
		ticks = append(ticks, int32(x))
	}
	slices.Sort(ticks)
	*v = slices.Compact(ticks)
	return nil
}
