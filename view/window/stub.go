//go:build !glfw || !cgo

package window

import (
	"context"

	"github.com/engine-gpu/engine-gpu/engine"
)

// Show returns ErrUnavailable.
func Show(context.Context, *Player, Options) (*engine.Result, error) { return nil, ErrUnavailable }
