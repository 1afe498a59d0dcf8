package loader

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"os"

	"modernc.org/sqlite"
)

// connection is one connection to a database, used through the driver's own
// interfaces: database/sql would copy every value of every row once more by
// reflection, which doubles the time that a large brain takes to load.
type connection struct {
	conn    driver.Conn
	queryer driver.QueryerContext
	execer  driver.ExecerContext
	file    *os.File // the database itself; nil for a copy
}

// connect opens the file at path. The schema of the file is not trusted, and a
// lock of another program is waited for.
func connect(path, query string) (*connection, error) {
	name, err := dataSource(path, query+
		"&_pragma=busy_timeout(2000)&_pragma=trusted_schema(0)&_pragma=temp_store(2)&_dqs=0&_error_rc=1")
	if err != nil {
		return nil, err
	}
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	conn, err := connector.Connect(context.Background())
	if err != nil {
		return nil, err
	}
	return adopt(conn)
}

// adopt wraps a connection of the driver.
func adopt(conn driver.Conn) (*connection, error) {
	queryer, queries := conn.(driver.QueryerContext)
	execer, executes := conn.(driver.ExecerContext)
	if !queries || !executes {
		_ = conn.Close() // it has done nothing yet
		return nil, errors.New("the SQLite driver lacks its direct interface")
	}
	return &connection{conn: conn, queryer: queryer, execer: execer}, nil
}

// close closes the file last: with one that is open twice, the first closing
// would drop SQLite's lock on it.
func (c *connection) close() error {
	err := c.conn.Close()
	if c.file != nil {
		c.file.Close()
	}
	return err
}

// exec runs a statement without results.
func (c *connection) exec(statement string) error {
	_, err := c.execer.ExecContext(context.Background(), statement, nil)
	return err
}

// each calls row for every row of a query. The slice is reused.
func (c *connection) each(query string, row func(cells []driver.Value) error) error {
	rows, err := c.queryer.QueryContext(context.Background(), query, nil)
	if err != nil {
		return err
	}
	cells := make([]driver.Value, len(rows.Columns()))
	for {
		err := rows.Next(cells)
		if err == nil {
			err = row(cells)
		}
		if err != nil {
			closing := rows.Close() // a failed query reports its error here again
			if errors.Is(err, io.EOF) {
				return closing
			}
			return err
		}
	}
}

// statement is a prepared statement without results.
type statement struct {
	stmt   driver.Stmt
	execer driver.StmtExecContext
	args   []driver.NamedValue
}

// prepare compiles a statement with numbered parameters.
func (c *connection) prepare(query string) (*statement, error) {
	stmt, err := c.conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	execer, ok := stmt.(driver.StmtExecContext)
	if !ok {
		_ = stmt.Close() // it has done nothing yet
		return nil, errors.New("the SQLite driver lacks its direct interface")
	}
	return &statement{stmt: stmt, execer: execer}, nil
}

// exec runs the statement with the values of its parameters.
func (s *statement) exec(values ...driver.Value) error {
	s.args = s.args[:0]
	for i, v := range values {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	_, err := s.execer.ExecContext(context.Background(), s.args)
	return err
}

func (s *statement) close() error { return s.stmt.Close() }
