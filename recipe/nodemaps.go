package recipe

import "github.com/engine-gpu/engine-gpu/snn"

// muscle reads the muscle of a node, if it has one.
func (o *object) muscle(key string) *Muscle {
	if !o.has(key) {
		return nil
	}
	m := o.child(key)
	m.need("segment", "side")
	muscle := &Muscle{
		Segment: int32(m.whole("segment", 0, 0, bodySegments-1)),
		Side:    choose(m, "side", snn.Dorsal.String(), snn.ParseBodySide),
		Effect:  choose(m, "effect", snn.Excitatory.String(), snn.ParseEffect),
	}
	m.done()
	return muscle
}

// sensor reads the sensor of a node, if it has one.
func (o *object) sensor(key string) *Sensor {
	if !o.has(key) {
		return nil
	}
	s := o.child(key)
	s.need("modality", "location")
	sensor := &Sensor{
		Modality: choose(s, "modality", snn.Chemical.String(), snn.ParseModality),
		Location: choose(s, "location", snn.Head.String(), snn.ParseLocation),
		Response: choose(s, "response_type", snn.Tonic.String(), snn.ParseResponse),
		Side:     choose(s, "side", snn.Bilateral.String(), snn.ParseSensorSide),
	}
	s.done()
	return sensor
}

// choose reads one of a few words.
func choose[T any](o *object, key, missing string, parse func(string) (T, error)) T {
	value, err := parse(o.text(key, missing))
	if err != nil {
		o.r.fail(o.at(key), "%v", err)
	}
	return value
}
