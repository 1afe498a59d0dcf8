//go:build !unix

package record

import "os"

// lock does nothing where files cannot be locked.
func lock(*os.File) bool { return true }

// freeSpace is not known.
func freeSpace(string) (bytes int64, known bool) { return 0, false }
