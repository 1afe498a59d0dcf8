// Command generate writes shaders/contract.glsl.
package main

import (
	"fmt"
	"os"

	"github.com/engine-gpu/engine-gpu/internal/contract"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], []byte(contract.GLSL()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
