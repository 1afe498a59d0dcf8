package edgelist

import (
	"io"

	"github.com/engine-gpu/engine-gpu/internal/parquetcheck"
	"github.com/engine-gpu/engine-gpu/snn"
)

const (
	parquetMagic = "PAR1"

	// A file of more than manyRows takes at least a byte for each densestRows
	// of them; an edge list can hardly be squeezed below one bit a row.
	manyRows    = 1 << 20
	densestRows = 256
)

// checkFooter checks the description of a Parquet file at its end, so that
// nothing in it asks for more memory than the file can fill.
func checkFooter(r io.ReaderAt, size int64) error {
	meta, err := parquetcheck.Footer(r, size)
	if err != nil {
		return err
	}
	return checkRows(meta.NumRows, size)
}

// checkRows checks the number of rows against the size of the file.
func checkRows(rows, size int64) error {
	switch {
	case rows > snn.MaxSynapses:
		return tooManyRows(rows)
	case rows < 0 || rows > manyRows && rows/densestRows > size:
		return damaged("Parquet: %d rows in a file of %d bytes", rows, size)
	}
	return nil
}
