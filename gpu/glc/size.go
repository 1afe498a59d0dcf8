//go:build linux && cgo && egl

package glc

import "fmt"

// sizeText writes a size in bytes exactly and, when large, readably.
func sizeText(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%d bytes (%.2f GiB)", bytes, float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%d bytes (%.2f MiB)", bytes, float64(bytes)/(1<<20))
	}
	return fmt.Sprintf("%d bytes", bytes)
}
