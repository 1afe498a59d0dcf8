//go:build !unix

package filelock

import "os"

func exclusive(*os.File) Outcome { return Unknown }

func share(*os.File) Outcome { return Unknown }
