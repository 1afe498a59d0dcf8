package window

import (
	"errors"
	"io"
)

// ErrUnavailable says that the program was built without a window.
var ErrUnavailable = errors.New("this program was built without a window: build it with make view, " +
	"which needs a C compiler and, on Debian, libx11-dev libxrandr-dev libxinerama-dev libxcursor-dev libxi-dev libxxf86vm-dev libgl-dev; " +
	"engine-gpu run --http shows the same in a browser")

// Options say how to show a run.
type Options struct {
	Title         string
	Width, Height int     // of the window [points]
	Picture       Picture // to take for a script
	Exit          bool    // close after the picture or, without one, after the last tick
	// WriteFile writes a file as a whole or not at all.
	WriteFile func(path string, write func(io.Writer) error) error
}

// Picture is a picture to take of the window.
type Picture struct {
	File  string // PNG; "": none is taken
	Ticks int32  // after which to take it; 0: of the first frame
}
