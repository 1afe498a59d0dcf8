package record

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// An NPZ file is a ZIP archive with an NPY file for every array, as NumPy's
// savez writes it.

// wholeRecord is the size of a record [bytes] from which on its arrays are
// sought rather than read past.
const wholeRecord = 1 << 16

// writeNPZ writes the arrays of a spool.
func (r *spoolReader) writeNPZ(out io.Writer, ticks *tickCheck) error {
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
			from, err := r.static(c)
			if err != nil {
				return damaged("%s: array %s: %w", r.path, c.Name, err)
			}
			if _, err := io.Copy(entry, from); err != nil {
				return err
			}
			continue
		}
		var check *tickCheck
		if c.Name == "tick" {
			check = ticks
		}
		if err := r.writeArray(entry, c, offset, size, check); err != nil {
			return err
		}
		offset += size
	}
	return archive.Close()
}

// writeArray writes what the records hold at an offset as one array; check is
// that of ticks, or nil.
func (r *spoolReader) writeArray(out io.Writer, c *Column, offset, size int, check *tickCheck) error {
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
			if err := check.at(r.file, at); err != nil {
				return err
			}
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
		if err := check.bytes(one[offset:]); err != nil {
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
	size int64 // of the file [bytes]
	rows int64 // that the manifest says
	open []io.Closer
}

func openNPZ(path string) (*npzFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	return &npzFile{ReadCloser: archive, size: info.Size()}, nil
}

// entry opens an array. It is as large as its header says, and no larger than
// the file.
func (z *npzFile) entry(name string) (*npyReader, error) {
	at := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == name+".npy" })
	if at < 0 {
		return nil, errors.New("it is missing")
	}
	f := z.File[at]
	if f.Method != zip.Store || f.UncompressedSize64 != f.CompressedSize64 {
		return nil, errors.New("it is compressed")
	}
	if f.UncompressedSize64 > uint64(z.size) {
		return nil, fmt.Errorf("%d bytes in a file of %d", f.UncompressedSize64, z.size)
	}
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	z.open = append(z.open, in)
	return readNPY(in, int64(f.UncompressedSize64))
}

// array opens an array; its values are of the wanted type, and each row has the
// given number of them, or any where that is negative. It returns the rows.
func (z *npzFile) array(name, kind string, perRow int64) (_ *npyReader, rows, values int64, err error) {
	r, err := z.entry(name)
	if err != nil {
		return nil, 0, 0, fmt.Errorf("array %s: %w", name, err)
	}
	values = 1
	for _, n := range r.shape[min(1, len(r.shape)):] {
		values *= n
	}
	if len(r.shape) == 0 || r.descr != npyKind(kind) || perRow >= 0 && values != perRow {
		return nil, 0, 0, fmt.Errorf("array %s: it holds %s%v", name, r.descr, r.shape)
	}
	return r, r.shape[0], values, nil
}

func (z *npzFile) close() {
	for _, c := range z.open {
		c.Close() //nolint:errcheck // it was read
	}
	z.Close() //nolint:errcheck // it was read
}
