package record

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
)

// An NPZ file is a ZIP archive with an NPY file for every array, as NumPy's
// savez writes it.

// wholeRecord is the size of a record [bytes] from which on its arrays are
// sought rather than read past.
const wholeRecord = 1 << 16

// writeNPZ writes the arrays of a spool.
func (r *spoolReader) writeNPZ(out io.Writer) error {
	archive := zip.NewWriter(out)
	offset := 0
	for i := range r.File.Columns {
		c := &r.File.Columns[i]
		size, perRow, err := c.perRow()
		if err != nil {
			return err
		}
		// Stored, not compressed: noise in the last bits of floats does not
		// compress, and this way reading costs nothing.
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: c.Name + ".npy", Method: zip.Store})
		if err != nil {
			return err
		}
		if !perRow {
			from := r.static(c.Name)
			if from == nil {
				return fmt.Errorf("the array %s is missing", c.Name)
			}
			if _, err := io.Copy(entry, from); err != nil {
				return err
			}
			continue
		}
		if err := r.writeArray(entry, c, offset, size); err != nil {
			return err
		}
		offset += size
	}
	return archive.Close()
}

// writeArray writes what the records hold at an offset as one array.
func (r *spoolReader) writeArray(out io.Writer, c *Column, offset, size int) error {
	extents := []int64{-1}
	if c.Shape != "" {
		var err error
		if extents, err = c.extents(); err != nil {
			return err
		}
	}
	extents[0] = r.rows()
	if _, err := out.Write(npyHeader(npyKind(c.Type), extents...)); err != nil {
		return err
	}
	if r.record >= wholeRecord {
		for row := range r.rows() {
			at := r.start + row*int64(r.record) + int64(offset)
			if _, err := io.Copy(out, io.NewSectionReader(r.file, at, int64(size))); err != nil {
				return err
			}
		}
		return nil
	}
	in, to := bufio.NewReaderSize(r.records(), 1<<18), bufio.NewWriterSize(out, 1<<18)
	one := make([]byte, r.record)
	for range r.rows() {
		if _, err := io.ReadFull(in, one); err != nil {
			return err
		}
		if _, err := to.Write(one[offset : offset+size]); err != nil {
			return err
		}
	}
	return to.Flush()
}

// npzFile reads arrays of an NPZ file.
type npzFile struct {
	*zip.ReadCloser
	open []io.Closer
}

func openNPZ(path string) (*npzFile, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	return &npzFile{ReadCloser: archive}, nil
}

// array opens an array; its values are of the wanted type, and each row has the
// given number of them, or any where that is negative. It returns the rows.
func (z *npzFile) array(name, kind string, perRow int64) (_ *npyReader, rows, values int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("array %s: %w", name, err)
		}
	}()
	entry, err := z.Open(name + ".npy")
	if err != nil {
		return nil, 0, 0, errors.New("it is missing")
	}
	z.open = append(z.open, entry)
	r, err := readNPY(entry)
	if err != nil {
		return nil, 0, 0, err
	}
	values = 1
	for _, n := range r.shape[min(1, len(r.shape)):] {
		values *= n
	}
	if len(r.shape) == 0 || r.descr != npyKind(kind) || perRow >= 0 && values != perRow {
		return nil, 0, 0, fmt.Errorf("it holds %s%v", r.descr, r.shape)
	}
	return r, r.shape[0], values, nil
}

func (z *npzFile) close() {
	for _, c := range z.open {
		c.Close() //nolint:errcheck // it was read
	}
	z.Close() //nolint:errcheck // it was read
}
