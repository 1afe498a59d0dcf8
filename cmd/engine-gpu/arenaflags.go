package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/engine"
)

const (
	maxStartDistance = 1e6 // that the arena takes [BL]
	maxSensoryGain   = 1e6 // keeps the neurons' currents finite in float32
	maxDishRadius    = 1e6 // as the start distance [BL]
	maxPeak          = 1e6 // as the gain, with which it is multiplied
	minSigma         = 1e-6
	maxSigma         = 1e6 // [BL]
)

// sensoryGain defines --sensory-gain.
func (f *flags) sensoryGain() *float64 {
	return f.number("sensory-gain", "X", engine.DefaultSensoryGain, func(x float64) error {
		if math.Abs(x) > maxSensoryGain {
			return fmt.Errorf("must be from %g to %g", -maxSensoryGain, maxSensoryGain)
		}
		return nil
	}, "strength of the worm's senses (default 5)")
}

// startDistance defines --start-distance.
func (f *flags) startDistance() *float64 {
	return f.number("start-distance", "X", arena.DefaultStartDistance, func(x float64) error {
		if x < 0 || x > maxStartDistance {
			return fmt.Errorf("must be from 0 to %g", maxStartDistance)
		}
		return nil
	}, "distance of the start from the (first) food, in body lengths (default 20)")
}

// dishFlags are the flags of the dish and its food.
type dishFlags struct {
	f      *flags
	food   foodValue
	radius *float64 // [BL]
}

// dish defines --food and --dish-radius.
func (f *flags) dish() *dishFlags {
	d := &dishFlags{f: f}
	f.add("food", "X,Y[,PEAK[,SIGMA]]",
		"food at X,Y instead of V8's at 15,0, in body lengths from the middle: its smell (default 1)\nand how far that reaches (default 12); several with semicolons or by several --food", &d.food)
	d.radius = f.number("dish-radius", "X", arena.DefaultRadius, func(x float64) error {
		if x <= 0 || x > maxDishRadius {
			return fmt.Errorf("must be more than 0 and at most %g", maxDishRadius)
		}
		return nil
	}, "radius of the dish, in body lengths (default 30)")
	return d
}

// dish returns the dish that the flags describe.
func (d *dishFlags) dish() (*arena.Dish, error) {
	food := []arena.Food(d.food)
	if len(food) == 0 {
		food = arena.DefaultDish().Foods()
	}
	dish, err := arena.NewDish(*d.radius, food...)
	if err != nil {
		return nil, d.f.wrong("%v: change --food or --dish-radius", err)
	}
	return dish, nil
}

// foodValue is a list of foods; each time the flag stands it grows.
type foodValue []arena.Food

func (v *foodValue) String() string {
	texts := make([]string, len(*v))
	for i, f := range *v {
		texts[i] = fmt.Sprintf("%g,%g,%g,%g", f.X, f.Y, f.Peak, f.Sigma)
	}
	return strings.Join(texts, ";")
}

func (v *foodValue) Set(text string) error {
	for item := range strings.SplitSeq(text, ";") {
		food, err := parseFood(item)
		if err != nil {
			return err
		}
		*v = append(*v, food)
	}
	return nil
}

func parseFood(text string) (arena.Food, error) {
	food := arena.Food{Peak: arena.DefaultPeak, Sigma: arena.DefaultSigma}
	fields := []*float64{&food.X, &food.Y, &food.Peak, &food.Sigma}
	items := strings.Split(text, ",")
	if len(items) < 2 || len(items) > len(fields) {
		return food, errors.New("must be X,Y or X,Y,PEAK or X,Y,PEAK,SIGMA, as in 15,0 or 15,0,1,12; several are parted by semicolons")
	}
	for i, item := range items {
		x, err := strconv.ParseFloat(strings.TrimSpace(item), 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return food, fmt.Errorf("must be finite numbers, as in 15,0 or 15,0,1,12; %q is none", item)
		}
		*fields[i] = x
	}
	if food.Peak < 0 || food.Peak > maxPeak {
		return food, fmt.Errorf("the peak must be from 0 to %g", maxPeak)
	}
	if food.Sigma < minSigma || food.Sigma > maxSigma {
		return food, fmt.Errorf("the width SIGMA must be from %g to %g", minSigma, maxSigma)
	}
	return food, nil
}
