package loader

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// CheckSave reports why [Save] into the file at path would be refused, as far
// as that can be told before there is anything to save. As with Read, nothing
// on the disk changes.
func CheckSave(path string) error {
	f, err := openColumnar(path)
	if err != nil {
		return readError(path, err)
	}
	if f != nil {
		return f.Close()
	}
	c, err := openReadOnly(path)
	if err == nil {
		err = errors.Join(checkTriggers(c), c.close())
	}
	if err != nil {
		return readError(path, err)
	}
	return nil
}

// ErrTrigger means that a database changes more than what is saved into it.
var ErrTrigger = errors.New("the database has a trigger")

// checkTriggers refuses a database in which a trigger answers to what a save
// changes: it may undo it, or never end. Whether one does SQLite tells when it
// prepares the change.
func checkTriggers(c *connection) error {
	tables, err := readCatalog(c)
	if err != nil {
		return err
	}
	guard, ok := c.conn.(sqlite.AuthorizerRegisterer)
	if !ok {
		return errors.New("the SQLite driver lacks its authorizer")
	}
	var trigger string
	err = guard.RegisterAuthorizer(func(_ sqlite.AuthorizerActionCode, _, _, _, inside string) sqlite.AuthorizerReturnCode {
		if inside == "" {
			return sqlite.AuthorizerOK
		}
		trigger = inside
		return sqlite.AuthorizerDeny
	})
	if err != nil {
		return err
	}
	for _, learned := range []struct{ table, column string }{
		{"neurons", "v"}, {"neurons", "u"}, {"neurons", "last_spike"}, {"synapses", "weight"}, {"synapses", "state"},
	} {
		t := tables[learned.table]
		if t == nil {
			return noTable(learned.table)
		}
		column := learned.column
		if !t.columns[column] {
			column = "id" // Save adds the other, and a trigger may answer to all
		}
		update, err := c.prepare(fmt.Sprintf("UPDATE main.%s SET %s = 0", learned.table, column))
		if trigger != "" {
			return fmt.Errorf("%w, %.60q, for what a save changes in its table %s: drop the trigger first", ErrTrigger, trigger, learned.table)
		}
		if err != nil {
			return err
		}
		if err := update.close(); err != nil {
			return err
		}
	}
	return guard.RegisterAuthorizer(nil)
}
