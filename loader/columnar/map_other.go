//go:build !linux && !darwin

package columnar

import (
	"errors"
	"os"
)

// mapFile tells that files cannot be mapped here.
func mapFile(*os.File, int) ([]byte, error) { return nil, errors.ErrUnsupported }

func unmapFile([]byte) {}
