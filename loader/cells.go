package loader

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
)

// What a column may want.
const (
	aNumber = "a number"
	aWhole  = "a whole number"
	aText   = "a text"
)

// number reads a cell of a numeric column. SQLite columns may hold any type,
// whatever they were declared as.
func number(cell driver.Value) (float64, error) {
	switch x := cell.(type) {
	case float64:
		if math.IsInf(x, 0) || math.IsNaN(x) {
			return 0, fmt.Errorf("is %v, not a finite number", x)
		}
		return x, nil
	case int64:
		return float64(x), nil
	}
	return 0, wrongType(cell, aNumber)
}

// integer reads a cell of an integer column.
func integer(cell driver.Value) (int64, error) {
	switch x := cell.(type) {
	case int64:
		return x, nil
	case float64:
		if x != math.Trunc(x) || math.Abs(x) >= 1<<63 {
			return 0, fmt.Errorf("is %v, not a whole number of 64 bits", x)
		}
		return int64(x), nil
	}
	return 0, wrongType(cell, aWhole)
}

// text reads a cell of a text column.
func text(cell driver.Value) (string, error) {
	if s, ok := cell.(string); ok {
		return s, nil
	}
	return "", wrongType(cell, aText)
}

// textOr reads a cell of a text column whose NULL means a default.
func textOr(cell driver.Value, byDefault string) (string, error) {
	if cell == nil {
		return byDefault, nil
	}
	return text(cell)
}

// wrongType says what a cell holds in place of what was wanted.
func wrongType(cell driver.Value, wanted string) error {
	switch x := cell.(type) {
	case nil:
		if wanted == aText {
			return errors.New("is NULL")
		}
		return errors.New("is NULL, which is also how SQLite stores NaN")
	case string:
		return fmt.Errorf("is the text %.40q, not %s", x, wanted)
	case []byte:
		return fmt.Errorf("is a BLOB, not %s", wanted)
	case int64, float64:
		return fmt.Errorf("is %v, not %s", x, wanted)
	}
	return fmt.Errorf("is not %s", wanted)
}

// inColumn completes an error of a cell with its column's name.
func inColumn(column string, err error) error { return fmt.Errorf("%s %w", column, err) }
