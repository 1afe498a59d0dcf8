package record

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// rowReader reads rows into its own memory.
type rowReader struct {
	raw    []byte
	values []float32
}

func (r *rowReader) bytes(in *npyReader, n int) ([]byte, error) {
	r.raw = slices.Grow(r.raw[:0], n)[:n]
	if _, err := io.ReadFull(in.in, r.raw); err != nil {
		return nil, fmt.Errorf("it is cut short: %w", err)
	}
	return r.raw, nil
}

func (r *rowReader) tick(in *npyReader) (int32, error) {
	raw, err := r.bytes(in, 4)
	if err != nil {
		return 0, err
	}
	return int32(binary.LittleEndian.Uint32(raw)), nil
}

func (r *rowReader) float64(in *npyReader) (float64, error) {
	raw, err := r.bytes(in, 8)
	if err != nil {
		return 0, err
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(raw)), nil
}

func (r *rowReader) floats(in *npyReader, n int) ([]float32, error) {
	raw, err := r.bytes(in, 4*n)
	if err != nil {
		return nil, err
	}
	r.values = slices.Grow(r.values[:0], n)[:n]
	for i := range r.values {
		r.values[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return r.values, nil
}

// posture reads a row of a body's arrays: tick, theta, activation, x, y and
// heading.
func (r *rowReader) posture(in *[6]*npyReader) (*Posture, error) {
	p := &Posture{}
	var err error
	if p.Tick, err = r.tick(in[0]); err != nil {
		return nil, err
	}
	theta, err := r.floats(in[1], len(p.Theta))
	if err != nil {
		return nil, err
	}
	copy(p.Theta[:], theta)
	muscles, err := r.floats(in[2], 2*len(p.Activation))
	if err != nil {
		return nil, err
	}
	for i := range p.Activation {
		copy(p.Activation[i][:], muscles[2*i:])
	}
	for i, to := range []*float64{&p.X, &p.Y, &p.Heading} {
		if *to, err = r.float64(in[3+i]); err != nil {
			return nil, err
		}
	}
	return p, nil
}
