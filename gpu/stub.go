//go:build !(linux && cgo && egl)

package gpu

import "github.com/engine-gpu/engine-gpu/snn"

// Backend stands for the GPU backend where it was not built.
type Backend struct{ unavailable }

// New reports that the GPU backend was not built.
func New(*snn.Brain, snn.Options, Config) (*Backend, error) { return nil, ErrUnavailable }

// NewNetwork reports that the GPU backend was not built.
func NewNetwork(*snn.Network, snn.Options, Config) (*Backend, error) { return nil, ErrUnavailable }

// Devices reports that the GPU backend was not built.
func Devices() ([]Device, error) { return nil, ErrUnavailable }

// SelfTest reports that the GPU backend was not built.
func SelfTest(int) (Device, []Check, error) { return Device{}, nil, ErrUnavailable }

// unavailable has the methods of a Backend, for one that New never returns.
type unavailable struct{}

func (unavailable) Device() string                             { return "" }
func (unavailable) Threads() int                               { return 0 }
func (unavailable) SetCurrents([]float64)                      {}
func (unavailable) UpdateCurrents([]int32, []float64)          {}
func (unavailable) SetNoise([]float64, uint64)                 {}
func (unavailable) Advance(int, *snn.Spikes) error             { return ErrUnavailable }
func (unavailable) Reward(float64) error                       { return ErrUnavailable }
func (unavailable) Snapshot(*snn.Snapshot) error               { return ErrUnavailable }
func (unavailable) Save() (snn.State, error)                   { return nil, ErrUnavailable }
func (unavailable) Restore(snn.State) error                    { return ErrUnavailable }
func (unavailable) Weights(snn.SynapseType) ([]float32, error) { return nil, ErrUnavailable }
func (unavailable) Close() error                               { return nil }
func (unavailable) Profile() (string, error)                   { return "", ErrUnavailable }
func (unavailable) Network() *snn.Network                      { return nil }
func (unavailable) Allocated() int64                           { return 0 }
func (unavailable) Shards() int                                { return 0 }
func (unavailable) SynapseBytes() int64                        { return 0 }
