package record

import (
	"fmt"
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
		n *= extent
	}
	return int(n) * width(c.Type), true, nil
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
