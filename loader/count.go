package loader

import (
	"errors"

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
	neurons, synapses, err = countRows(c)
	if closing := c.close(); err == nil {
		err = closing
	}
	return neurons, synapses, err
}

// countRows counts the rows of the tables that every brain has.
func countRows(c *connection) (neurons, synapses int64, err error) {
	if err := c.exec("BEGIN"); err != nil { // nobody changes the file until it ends
		return 0, 0, err
	}
	tables, err := readCatalog(c)
	if err != nil {
		return 0, 0, err
	}
	for _, name := range []string{"neurons", "synapses"} {
		if tables[name] == nil {
			return 0, 0, noTable(name)
		}
	}
	if neurons, err = tables.rows(c, "neurons"); err == nil {
		synapses, err = tables.rows(c, "synapses")
	}
	return neurons, synapses, errors.Join(err, c.exec("COMMIT"))
}
