package loader

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Save saves what a brain has become into the file at path that it was read
// from: v, u and last_spike of the neurons, weight and state of the synapses.
// In a database only rows whose values differ are touched, by one transaction
// in a copy that then replaces the file; everything else stays as it is.
// Columns of an older release that these values need are added, and a database
// in WAL mode leaves it. A columnar brain is written anew, beside the old one.
//
// Read then gives exactly the snapshot's values, with two limits of databases:
// SQLite stores -0 as 0 in a REAL column, and elig_post has no place in the
// state of a plastic synapse without ltd_ratio.
//
// Save refuses a snapshot without states or with a value that is not finite (a
// [*RowError]) and a file whose rows are no longer those of the brain ([ErrChanged]).
// Whatever fails, the file is unchanged and nothing is left beside it; the
// error is one line that begins with path.
//
// Source: semantics section 3.
func Save(path string, b *snn.Brain, s *snn.Snapshot) error {
	return save(path, b, s, replacer{rename: os.Rename})
}

func save(path string, b *snn.Brain, s *snn.Snapshot, r replacer) error {
	if err := checkSnapshot(b, s); err != nil {
		return writeError(path, err)
	}
	f, err := openColumnar(path)
	if err != nil {
		return readError(path, err)
	}
	if f != nil {
		defer f.Close()
		return saveColumnar(path, f, b, s, r)
	}
	source, err := openReadOnly(path)
	if err != nil {
		return readError(path, err)
	}
	defer source.close() // nothing was written through it
	if err := checkTriggers(source); err != nil {
		return readError(path, err)
	}
	err = r.replace(path, func(f *os.File) error {
		c, err := source.copyTo(f.Name())
		if err != nil {
			return err
		}
		err = update(c, b, s)
		if closing := c.close(); err == nil {
			err = closing
		}
		return err
	})
	if err == nil {
		return nil
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY:
			return readError(path, err)
		}
	}
	return writeError(path, err)
}

// checkSnapshot refuses what Read would not read back.
func checkSnapshot(b *snn.Brain, s *snn.Snapshot) error {
	n, m := len(b.Neurons), b.Synapses.Len()
	if m > 0 && s.State == nil || s.V == nil {
		return errors.New("the snapshot holds weights only")
	}
	if len(s.V) != n || len(s.U) != n || len(s.LastSpike) != n || len(s.Weight) != m || len(s.State) != m {
		return errors.New("the snapshot is of another brain: its neurons and synapses are not as many")
	}
	for i := range b.Neurons {
		err := firstError(finite("v", s.V[i]), finite("u", s.U[i]), within32("last_spike", s.LastSpike[i]))
		if err != nil {
			return &RowError{"neurons", b.Neurons[i].ID, err}
		}
	}
	for i := range b.Synapses.Len() {
		y := &s.State[i]
		err := finite("weight", s.Weight[i])
		if err == nil && *y != snn.StartState() {
			err = firstError(finite("eligibility", y.Eligibility), finite("elig_post", y.EligPost),
				finite("trace", y.Trace), finite("current_gain", y.CurrentGain),
				within32("source_fires", y.SourceFires), within32("coincidences", y.Coincidences))
		}
		if err != nil {
			return &RowError{"synapses", b.Synapses.IDAt(i), err}
		}
	}
	return nil
}

func finite(name string, x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return fmt.Errorf("%s has become %v: such a state cannot be saved", name, x)
	}
	return nil
}

func within32(name string, x int64) error {
	if x < math.MinInt32 || x > math.MaxInt32 {
		return fmt.Errorf("%s has become %d, outside 32 bits: such a state cannot be saved", name, x)
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// update brings the rows of a copied database to the values of a snapshot.
func update(c *connection, b *snn.Brain, s *snn.Snapshot) error {
	if err := c.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	tables, err := readCatalog(c)
	if err != nil {
		return err
	}
	if err := addLearnedColumns(c, tables); err != nil {
		return err
	}
	if err := updateNeurons(c, tables, b, s); err != nil {
		return err
	}
	if err := updateSynapses(c, tables, b, s); err != nil {
		return err
	}
	return c.exec("COMMIT")
}

// addLearnedColumns adds the columns that a save fills, where a database of an
// older release lacks them.
func addLearnedColumns(c *connection, tables catalog) error {
	for _, learned := range []struct{ table, column, definition string }{
		{"neurons", "v", "REAL NOT NULL DEFAULT -65.0"},
		{"neurons", "u", "REAL NOT NULL DEFAULT 0.0"},
		{"neurons", "last_spike", "INTEGER NOT NULL DEFAULT -1000"},
		{"synapses", "state", "TEXT NOT NULL DEFAULT '{}'"},
	} {
		t := tables[learned.table]
		if t == nil {
			continue
		}
		if _, have := t.columns[learned.column]; have {
			continue
		}
		if err := c.exec(fmt.Sprintf("ALTER TABLE main.%s ADD COLUMN %s %s", learned.table, learned.column, learned.definition)); err != nil {
			return err
		}
		t.columns[learned.column] = true
	}
	return nil
}

func updateNeurons(c *connection, tables catalog, b *snn.Brain, s *snn.Snapshot) error {
	query, err := tables.selectRows("neurons", "id", []column{
		{name: "id"}, {name: "neuron_type"}, {name: "v"}, {name: "u"}, {name: "last_spike"},
	})
	if err != nil {
		return err
	}
	var changed []int32
	row := 0
	err = c.each(query, func(cells []driver.Value) error {
		if row == len(b.Neurons) || !isID(cells[0], b.Neurons[row].ID) || cells[1] != b.Neurons[row].Type.String() {
			return rowsChanged("neurons", row)
		}
		last, err := integer(cells[4])
		if err != nil || last != s.LastSpike[row] || !holds(cells[2], s.V[row]) || !holds(cells[3], s.U[row]) {
			changed = append(changed, int32(row))
		}
		row++
		return nil
	})
	if err != nil {
		return err
	}
	if row != len(b.Neurons) {
		return rowsChanged("neurons", row)
	}
	set, err := c.prepare("UPDATE main.neurons SET v = ?, u = ?, last_spike = ? WHERE id = ?")
	if err != nil {
		return err
	}
	defer set.close()
	for _, i := range changed {
		if err := set.exec(s.V[i], s.U[i], s.LastSpike[i], b.Neurons[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// holds reports whether a cell holds the number x.
func holds(cell driver.Value, x float64) bool {
	have, err := number(cell)
	return err == nil && have == x
}

// isID reports whether a cell holds the id.
func isID(cell driver.Value, id int64) bool {
	have, err := integer(cell)
	return err == nil && have == id
}

func rowsChanged(table string, row int) error {
	return fmt.Errorf("%w (its %s differ from row %d on): load it again", ErrChanged, table, row+1)
}

// synapseUpdate is a synapse whose row needs other values.
type synapseUpdate struct {
	row           int32
	weight, state bool
}

func updateSynapses(c *connection, tables catalog, b *snn.Brain, s *snn.Snapshot) error {
	updates, err := compareSynapses(c, tables, b, s)
	if err != nil {
		return err
	}
	setWeight, err := c.prepare("UPDATE main.synapses SET weight = ? WHERE id = ?")
	if err != nil {
		return err
	}
	defer setWeight.close()
	setState, err := c.prepare("UPDATE main.synapses SET state = ? WHERE id = ?")
	if err != nil {
		return err
	}
	defer setState.close()
	setBoth, err := c.prepare("UPDATE main.synapses SET weight = ?, state = ? WHERE id = ?")
	if err != nil {
		return err
	}
	defer setBoth.close()

	for _, u := range updates {
		id := b.Synapses.IDAt(int(u.row))
		switch {
		case u.weight && u.state:
			err = setBoth.exec(s.Weight[u.row], stateText(b, s, u.row), id)
		case u.weight:
			err = setWeight.exec(s.Weight[u.row], id)
		default:
			err = setState.exec(stateText(b, s, u.row), id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stateText is a synapse's state in the snapshot as V8 writes it.
func stateText(b *snn.Brain, s *snn.Snapshot, row int32) string {
	y := b.Synapses.At(int(row))
	return string(snn.AppendState(nil, y.Type, b.ParamSets[y.Params].HasLTD, s.State[row]))
}

// compareSynapses returns the synapses whose rows differ from the snapshot.
func compareSynapses(c *connection, tables catalog, b *snn.Brain, s *snn.Snapshot) ([]synapseUpdate, error) {
	query, err := tables.selectRows("synapses", "id", []column{
		{name: "id"}, {name: "source"}, {name: "target"}, {name: "weight"},
		{name: "synapse_type", optional: true, common: "fixed"},
		{name: "state", common: defaultJSON},
	})
	if err != nil {
		return nil, err
	}
	var updates []synapseUpdate
	var scratch []byte
	row := 0
	err = c.each(query, func(cells []driver.Value) error {
		if row == b.Synapses.Len() {
			return rowsChanged("synapses", row)
		}
		y := b.Synapses.At(row)
		kind, err := textOr(cells[4], snn.Fixed.String())
		if err != nil || kind != y.Type.String() || !isID(cells[0], y.ID) ||
			!isID(cells[1], b.Neurons[y.Source].ID) || !isID(cells[2], b.Neurons[y.Target].ID) {
			return rowsChanged("synapses", row)
		}
		u := synapseUpdate{row: int32(row), weight: !holds(cells[3], s.Weight[row])}
		hasLTD := b.ParamSets[y.Params].HasLTD
		scratch = snn.AppendState(scratch[:0], y.Type, hasLTD, s.State[row])
		u.state = !holdsState(cells[5], y.Type, hasLTD, scratch)
		if u.weight || u.state {
			updates = append(updates, u)
		}
		row++
		return nil
	})
	if err == nil && row != b.Synapses.Len() {
		err = rowsChanged("synapses", row)
	}
	return updates, err
}

// holdsState reports whether a cell holds the state whose text is want, in
// these or in other words: a row that V8 wrote may leave keys out.
func holdsState(cell driver.Value, t snn.SynapseType, hasLTD bool, want []byte) bool {
	have, err := textOr(cell, defaultJSON)
	if err != nil {
		return false
	}
	if have == string(want) {
		return true
	}
	state, err := snn.ParseState(t, have)
	return err == nil && string(snn.AppendState(nil, t, hasLTD, state)) == string(want)
}
