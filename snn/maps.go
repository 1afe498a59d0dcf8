package snn

import (
	"fmt"
	"slices"
	"strings"
)

// Side is a side of the body: of a muscle or of a sensor.
type Side uint8

// Effect is what a motor neuron does to its muscle.
type Effect uint8

// Modality is what a sensor senses.
type Modality uint8

// Location is where on the body a sensor sits.
type Location uint8

// Response is how a sensor answers to its stimulus.
type Response uint8

// The values of the two maps (semantics section 3).
const (
	Dorsal Side = iota
	Ventral
	Left
	Right
	Bilateral
)

const (
	Excitatory Effect = iota
	Inhibitory
)

const (
	Chemical Modality = iota
	Mechanical
	Thermal
)

const (
	Head Location = iota
	Body
	Tail
)

const (
	Tonic Response = iota
	On
	Off
)

var (
	sideNames     = []string{"dorsal", "ventral", "left", "right", "bilateral"}
	effectNames   = []string{"excitatory", "inhibitory"}
	modalityNames = []string{"chemical", "mechanical", "thermal"}
	locationNames = []string{"head", "body", "tail"}
	responseNames = []string{"tonic", "ON", "OFF"}
)

func (s Side) String() string     { return sideNames[s] }
func (e Effect) String() string   { return effectNames[e] }
func (m Modality) String() string { return modalityNames[m] }
func (l Location) String() string { return locationNames[l] }
func (r Response) String() string { return responseNames[r] }

// ParseBodySide parses the side of a muscle: dorsal or ventral.
func ParseBodySide(name string) (Side, error) {
	i, err := parseName("side", name, sideNames[:2])
	return Side(i), err
}

// ParseSensorSide parses the side of a sensor: left, right or bilateral.
func ParseSensorSide(name string) (Side, error) {
	i, err := parseName("side", name, sideNames[2:])
	return Side(i + 2), err
}

// ParseEffect parses the effect of a motor neuron.
func ParseEffect(name string) (Effect, error) {
	i, err := parseName("effect", name, effectNames)
	return Effect(i), err
}

// ParseModality parses the modality of a sensor.
func ParseModality(name string) (Modality, error) {
	i, err := parseName("modality", name, modalityNames)
	return Modality(i), err
}

// ParseLocation parses the location of a sensor.
func ParseLocation(name string) (Location, error) {
	i, err := parseName("location", name, locationNames)
	return Location(i), err
}

// ParseResponse parses the response type of a sensor.
func ParseResponse(name string) (Response, error) {
	i, err := parseName("response_type", name, responseNames)
	return Response(i), err
}

func parseName(what, name string, known []string) (int, error) {
	if i := slices.Index(known, name); i >= 0 {
		return i, nil
	}
	return 0, fmt.Errorf("unknown %s %q (known: %s)", what, name, strings.Join(known, ", "))
}
