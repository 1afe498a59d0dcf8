package loader

import (
	"database/sql/driver"
	"fmt"
	"strings"
)

// catalog holds the columns of every ordinary table of a database, in lower
// case, as SQLite compares them.
type catalog map[string]map[string]bool

// readCatalog lists what a database has. Views and virtual tables are left
// out: they may compute anything, V8 writes none.
func readCatalog(c *connection) (catalog, error) {
	tables := make(catalog)
	err := c.each(`SELECT lower(t.name), lower(x.name)
		FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS x
		WHERE t.schema = 'main' AND t.type = 'table'`, func(cells []driver.Value) error {
		table, _ := cells[0].(string)
		column, _ := cells[1].(string)
		if tables[table] == nil {
			tables[table] = make(map[string]bool)
		}
		tables[table][column] = true
		return nil
	})
	return tables, err
}

// column is a column that a query needs.
type column struct {
	name     string
	optional bool   // read as NULL where the table lacks it
	common   string // this text, its default, is read as NULL too: it costs no string
}

// selectRows returns the query of a table's rows in the given order.
func (c catalog) selectRows(table, order string, columns []column) (string, error) {
	have, ok := c[table]
	if !ok {
		return "", fmt.Errorf("%w, it has no table %s: name a database written by V8 or by engine-gpu", ErrNotBrain, table)
	}
	var list []string
	for _, col := range columns {
		switch {
		case !have[col.name] && col.optional:
			list = append(list, "NULL")
		case !have[col.name]:
			return "", fmt.Errorf("%w, its table %s has no column %s: name a database written by V8 or by engine-gpu",
				ErrNotBrain, table, col.name)
		case col.common != "":
			list = append(list, fmt.Sprintf("nullif(%s, '%s')", col.name, col.common))
		default:
			list = append(list, col.name)
		}
	}
	return fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", strings.Join(list, ", "), table, order), nil
}
