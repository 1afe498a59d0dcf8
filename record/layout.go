package record

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The types of columns.
const (
	typeUint8   = "uint8"
	typeInt32   = "int32"
	typeInt64   = "int64"
	typeFloat32 = "float32"
	typeFloat64 = "float64"
	typeString  = "string" // in a spool a uint8, the index of the name
)

// width is the size of a value in a spool [bytes].
func width(kind string) int {
	switch kind {
	case typeUint8, typeString:
		return 1
	case typeInt32, typeFloat32:
		return 4
	case typeInt64, typeFloat64:
		return 8
	}
	return 0
}

// shaped returns the shape of k rows of an array, of the given extents each.
func shaped(extents ...int) string {
	s := "[k"
	for _, n := range extents {
		s += "," + strconv.Itoa(n)
	}
	return s + "]"
}

// extents returns the extents of an array, -1 for the k of its rows.
func (c *Column) extents() ([]int64, error) {
	inner, ok := strings.CutPrefix(c.Shape, "[")
	if inner, found := strings.CutSuffix(inner, "]"); ok && found {
		var extents []int64
		for i, text := range strings.Split(inner, ",") {
			n, err := strconv.ParseInt(text, 10, 64)
			switch {
			case text == "k" && i == 0:
				n = -1
			case err != nil || n < 0:
				return nil, fmt.Errorf("column %s has the shape %q", c.Name, c.Shape)
			}
			extents = append(extents, n)
		}
		return extents, nil
	}
	return nil, fmt.Errorf("column %s has the shape %q", c.Name, c.Shape)
}

// perRow reports whether the column has a value, or several, for every row,
// and how many bytes of a spool's record they take.
func (c *Column) perRow() (bytes int, yes bool, err error) {
	if c.Shape == "" {
		return width(c.Type), true, nil
	}
	extents, err := c.extents()
	if err != nil || extents[0] != -1 {
		return 0, false, err
	}
	n := int64(1)
	for _, extent := range extents[1:] {
		if extent > maxExtent || n*extent > maxExtent {
			return 0, false, fmt.Errorf("column %s has the shape %q", c.Name, c.Shape)
		}
		n *= extent
	}
	return int(n) * width(c.Type), true, nil
}

// maxExtent bounds the values of a column in a record: more than a brain can
// have synapses, and their product with any width has an int64.
const maxExtent = 1 << 31

// isArray reports whether a field is made of arrays; all others are tables.
func isArray(field string) bool {
	switch field {
	case FieldWeights, FieldV, FieldU, FieldBody:
		return true
	}
	return false
}

// check reports whether this is the file of a field as this program writes it.
func (f *File) check() error {
	known := f.Field != fieldHash && slices.Contains(allFields(), f.Field)
	fits := f.Format == FormatCSV || f.Format == FormatParquet
	if isArray(f.Field) {
		fits = f.Format == FormatNPZ
	}
	if !known || !fits || f.Name != f.Field+"."+f.Format {
		return fmt.Errorf("it names a file %q of the field %q in the format %q", f.Name, f.Field, f.Format)
	}
	return nil
}

// checkColumns reports whether a spool can hold such records.
func (f *File) checkColumns() error {
	if len(f.Columns) == 0 {
		return errors.New("it has no columns")
	}
	if isArray(f.Field) || f.Field == fieldHash {
		return nil
	}
	for i := range f.Columns {
		if c := &f.Columns[i]; c.Shape != "" || c.Type == typeUint8 || width(c.Type) == 0 {
			return fmt.Errorf("column %s holds %s%s, in a table", c.Name, c.Type, c.Shape)
		}
	}
	first := f.Columns[0]
	switch {
	case f.Field == FieldSpikes && (len(f.Columns) != 2 || first.Type != typeInt32 || f.Columns[1].Type != typeInt64),
		f.Field == FieldNeurons && (len(f.Columns) < 2 || first.Type != typeInt64 || f.Columns[1].Type != typeInt32),
		f.Field != FieldNeurons && (first.Name != "tick" || first.Type != typeInt32):
		return fmt.Errorf("its columns, %s of %s the first, are not those of the field", first.Name, first.Type)
	}
	return nil
}

// recordBytes is the size of a record of the file's spool.
func (f *File) recordBytes() (int, error) {
	total := 0
	for i := range f.Columns {
		n, _, err := f.Columns[i].perRow()
		if err != nil {
			return 0, err
		}
		if width(f.Columns[i].Type) == 0 {
			return 0, fmt.Errorf("column %s has the unknown type %q", f.Columns[i].Name, f.Columns[i].Type)
		}
		total += n
	}
	return total, nil
}
