package loader

import (
	"database/sql/driver"
	"fmt"

	"github.com/engine-gpu/engine-gpu/loader/columnar"
)

// Count returns how many neurons and synapses the brain at path has, of either
// format, without reading them: what a caller needs to tell whether there is
// memory for it. What is wrong with the rows themselves only [Read] finds. As
// with Read, nothing on the disk changes.
func Count(path string) (neurons, synapses int64, err error) {
	neurons, synapses, err = countEither(path)
	if err != nil {
		return 0, 0, readError(path, err)
	}
	return neurons, synapses, nil
}

func countEither(path string) (neurons, synapses int64, err error) {
	f, err := openColumnar(path)
	if err != nil {
		return 0, 0, err
	}
	if f != nil {
		defer f.Close()
		return columnar.Count(f)
	}
	c, err := openReadOnly(path)
	if err != nil {
		return 0, 0, err
	}
	if neurons, err = countRows(c, "neurons"); err == nil {
		synapses, err = countRows(c, "synapses")
	}
	if closing := c.close(); err == nil {
		err = closing
	}
	return neurons, synapses, err
}

// countRows counts the rows of a table.
func countRows(c *connection, table string) (rows int64, err error) {
	tables, err := readCatalog(c)
	if err != nil {
		return 0, err
	}
	if tables[table] == nil {
		return 0, fmt.Errorf("%w, it has no table %s: name a database written by V8 or by engine-gpu", ErrNotBrain, table)
	}
	err = c.each("SELECT count(*) FROM "+table, func(cells []driver.Value) error {
		rows, _ = cells[0].(int64)
		return nil
	})
	return rows, err
}
