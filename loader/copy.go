package loader

import (
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// copyTo copies the database as of one moment into the empty file at path and
// opens the copy. Copying the file's bytes would not do: another program may be
// writing to it.
func (c *connection) copyTo(path string) (*connection, error) {
	// The copy is of no use if the save fails: it needs no journal of its own,
	// and is synced once when it is complete.
	name, err := dataSource(path, "mode=rw&_pragma=trusted_schema(0)&_pragma=temp_store(2)"+
		"&_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=locking_mode(exclusive)&_error_rc=1")
	if err != nil {
		return nil, err
	}
	source, ok := c.conn.(interface {
		NewBackup(to string) (*sqlite.Backup, error)
	})
	if !ok {
		return nil, errors.New("the SQLite driver lacks its backup interface")
	}
	backup, err := source.NewBackup(name)
	if err != nil {
		return nil, err
	}
	if _, err := backup.Step(-1); err != nil {
		_ = backup.Finish() // the same error
		return nil, err
	}
	conn, err := backup.Commit()
	if err != nil {
		return nil, err
	}
	copied, err := adopt(conn)
	if err != nil {
		return nil, err
	}
	// The copy of a database in WAL mode is in that mode too. Changes would wait
	// in a file beside it, and SQLite does not say if merging them fails.
	var mode driver.Value
	err = copied.each("PRAGMA journal_mode = off", func(cells []driver.Value) error {
		mode = cells[0]
		return nil
	})
	if err == nil && mode != "off" {
		err = errors.New("the copy keeps a journal")
	}
	if err != nil {
		_ = copied.close() // the copy is given up
		return nil, err
	}
	return copied, nil
}
