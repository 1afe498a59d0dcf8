// Pack adds what Go's fuzzing cache holds of a target to the target's archive:
//
//	go run ./internal/fuzzcorpus/pack PACKAGE_FOLDER TARGET CACHE_FOLDER
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: pack PACKAGE_FOLDER TARGET CACHE_FOLDER")
		os.Exit(2)
	}
	if err := pack(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(folder, target, cache string) error {
	path := filepath.Join(folder, fuzzcorpus.Path(target))
	inputs, err := fuzzcorpus.Read(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	files, err := filepath.Glob(filepath.Join(cache, target, "*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		inputs = append(inputs, text)
	}
	var out bytes.Buffer
	if err := fuzzcorpus.Write(&out, inputs); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(path, out.Bytes(), 0o666); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", path, out.Len())
	return nil
}
