//go:build !unix

package loader

import "os"

func lockAlone(*os.File) bool { return false }

func lockShared(*os.File) bool { return false }
