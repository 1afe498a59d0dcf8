package columnar

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// verify compares the columns with their checksums, on all cores, and what
// lies between them with zero.
func verify(data []byte, entries []entry) error {
	errs := make([]error, len(entries))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(entries)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(entries); i = int(next.Add(1)) - 1 {
				errs[i] = verifyColumn(data, &entries[i])
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	gap := tableEnd(len(entries))
	for _, e := range entries {
		for _, x := range data[gap:e.offset] {
			if x != 0 {
				return damaged("there is something before the column %s", e.name)
			}
		}
		gap = e.offset + e.length
	}
	for _, x := range data[gap:] {
		if x != 0 {
			return damaged("there is something behind its last column")
		}
	}
	return nil
}

// verifyColumn compares a column with its checksum.
func verifyColumn(data []byte, e *entry) error {
	if got := checksum(data[e.offset : e.offset+e.length]); got != e.sum {
		return damaged("the checksum of the column %s is %08x, %08x is stored", e.name, got, e.sum)
	}
	return nil
}
