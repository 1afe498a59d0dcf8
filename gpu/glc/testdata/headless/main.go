//go:build linux && cgo && egl

// Headless opens a GL context and says which. A test looks at what it links.
package main

import (
	"fmt"
	"os"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/glc"
)

func main() {
	c, err := egl.Open(egl.Options{Device: egl.Best})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	err = c.Do(func() error {
		d, err := glc.New(c, glc.Options{})
		if err != nil {
			return err
		}
		fmt.Println(d.Info())
		return d.Close()
	})
	if err == nil {
		err = c.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
