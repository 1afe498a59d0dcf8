package loader

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/engine-gpu/engine-gpu/loader/internal/sqlitefile"
)

// catalog holds what a database has of the tables of a brain, by their names in
// lower case, as SQLite compares them.
type catalog map[string]*table

// table is an ordinary table of a database.
type table struct {
	root    uint32          // page at which its tree begins
	columns map[string]bool // in lower case; false: computed whenever it is read
}

// readCatalog lists the tables of a brain that a database has. Views and
// virtual tables are left out: they may compute anything, V8 writes none. So do
// columns that are computed.
//
// SQLite is not asked what is a table, for it would unfold every view to tell.
// Its schema has an entry for each table with the statement that made it, and
// that must be of the same name: SQLite goes by the statement alone.
func readCatalog(c *connection) (catalog, error) {
	tables := make(catalog)
	err := c.each("SELECT lower(name), rootpage, sql FROM main.sqlite_schema", func(cells []driver.Value) error {
		name, _ := cells[0].(string)
		root, _ := cells[1].(int64)
		statement, _ := cells[2].(string)
		declared, found := strings.CutPrefix(statement, "CREATE TABLE ")
		switch name {
		case "neurons", "synapses", "body_map", "sensor_map":
		default:
			return nil
		}
		if !found {
			return nil
		}
		if firstName(declared) != name || root < 1 || tables[name] != nil {
			return fmt.Errorf("%w: its table %s is said to be another", ErrDamaged, name)
		}
		tables[name] = &table{root: uint32(root), columns: make(map[string]bool)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, t := range tables {
		const virtual = 2
		err := c.each(fmt.Sprintf("SELECT lower(name), hidden FROM pragma_table_xinfo('%s', 'main')", name), func(cells []driver.Value) error {
			column, _ := cells[0].(string)
			t.columns[column] = cells[1] != int64(virtual)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// firstName returns the name that a text begins with, as SQLite writes it into
// its schema, in lower case.
func firstName(text string) string {
	if text == "" {
		return ""
	}
	closing := map[byte]string{'"': `"`, '\'': `'`, '`': "`", '[': "]"}[text[0]]
	if closing != "" {
		name, _, _ := strings.Cut(text[1:], closing)
		return strings.ToLower(name)
	}
	end := strings.IndexFunc(text, func(r rune) bool {
		return r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '$' && r < 0x80
	})
	if end < 0 {
		end = len(text)
	}
	return strings.ToLower(text[:end])
}

// rows counts the rows of a table, if there is one: no more than the file can
// hold, whatever SQLite would make of it.
func (c catalog) rows(conn *connection, name string) (int64, error) {
	t := c[name]
	if t == nil {
		return 0, nil
	}
	info, err := conn.file.Stat()
	if err != nil {
		return 0, err
	}
	return sqlitefile.CountRows(conn.file, info.Size(), t.root)
}

// column is a column that a query needs.
type column struct {
	name     string
	optional bool   // read as NULL where the table lacks it
	common   string // this text, its default, is read as NULL too: it costs no string
}

// selectRows returns the query of a table's rows in the given order.
func (c catalog) selectRows(name, order string, columns []column) (string, error) {
	t := c[name]
	if t == nil {
		return "", noTable(name)
	}
	var list []string
	for _, col := range columns {
		stored, have := t.columns[col.name]
		switch {
		case !have && col.optional:
			list = append(list, "NULL")
		case !have:
			return "", fmt.Errorf("%w, its table %s has no column %s: name a database written by V8 or by engine-gpu",
				ErrNotBrain, name, col.name)
		case !stored:
			return "", fmt.Errorf("%w, its table %s computes the column %s: name a database written by V8 or by engine-gpu",
				ErrNotBrain, name, col.name)
		case col.common != "":
			list = append(list, fmt.Sprintf("nullif(%s, '%s')", col.name, col.common))
		default:
			list = append(list, col.name)
		}
	}
	return fmt.Sprintf("SELECT %s FROM main.%s ORDER BY %s", strings.Join(list, ", "), name, order), nil
}

func noTable(name string) error {
	return fmt.Errorf("%w, it has no table %s: name a database written by V8 or by engine-gpu", ErrNotBrain, name)
}
