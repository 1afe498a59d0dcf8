package loader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// looseSQL makes tables that hold anything, as SQLite's do where no schema
// forbids it.
const looseSQL = `
	CREATE TABLE neurons (id, neuron_type, a, b, c, d, v, u, last_spike, pos_x, pos_y, pos_z);
	CREATE TABLE synapses (id, source, target, weight, delay, synapse_type, params, state);
	CREATE TABLE body_map (neuron_id, segment, side, effect);
	CREATE TABLE sensor_map (neuron_id, modality, location, response_type, side);
	INSERT INTO neurons VALUES (1,'RS',0.02,0.2,-65,8,-65,-13,-1000,0,0,0), (2,'FS',0.1,0.2,-65,2,-65,-13,-1000,0,0,0);
	INSERT INTO synapses VALUES (17,1,2,8,1,'fixed','{}','{}');
	INSERT INTO body_map VALUES (1,0,'dorsal','excitatory');
	INSERT INTO sensor_map VALUES (2,'chemical','head','tonic','left');
`

// Each script spoils a good database; the error names the row and says what
// is wrong with it.
func TestReadBadRows(t *testing.T) {
	tests := []struct{ script, want string }{
		{`UPDATE neurons SET neuron_type = 'XY' WHERE id = 2`, `neurons row 2: unknown neuron type "XY" (known: RS, FS, IB, CH, LTS)`},
		{`UPDATE neurons SET neuron_type = NULL WHERE id = 2`, `neurons row 2: neuron_type is NULL`},
		{`UPDATE neurons SET neuron_type = 7 WHERE id = 2`, `neurons row 2: neuron_type is 7, not a text`},
		{`UPDATE neurons SET neuron_type = x'5253' WHERE id = 2`, `neurons row 2: neuron_type is a BLOB, not a text`},
		{`INSERT INTO neurons SELECT * FROM neurons WHERE id = 2`, `neurons row 2: the id stands twice in the table`},
		{`UPDATE neurons SET id = NULL WHERE id = 2`, `neurons: an id is NULL, which is also how SQLite stores NaN`},
		{`UPDATE neurons SET id = 1.5 WHERE id = 2`, `neurons: an id is 1.5, not a whole number of 64 bits`},
		{`UPDATE neurons SET id = 'two' WHERE id = 2`, `neurons: an id is the text "two", not a whole number`},
		{`UPDATE neurons SET a = NULL WHERE id = 2`, `neurons row 2: a is NULL, which is also how SQLite stores NaN`},
		{`UPDATE neurons SET a = 'fast' WHERE id = 2`, `neurons row 2: a is the text "fast", not a number`},
		{`UPDATE neurons SET b = x'00' WHERE id = 2`, `neurons row 2: b is a BLOB, not a number`},
		{`UPDATE neurons SET b = x'' WHERE id = 2`, `neurons row 2: b is a BLOB, not a number`},
		{`UPDATE neurons SET c = 9e999 WHERE id = 2`, `neurons row 2: c is +Inf, not a finite number`},
		{`UPDATE neurons SET d = -9e999 WHERE id = 2`, `neurons row 2: d is -Inf, not a finite number`},
		{`UPDATE neurons SET v = 9e999 WHERE id = 2`, `neurons row 2: v is +Inf, not a finite number`},
		{`UPDATE neurons SET u = 'NaN' WHERE id = 2`, `neurons row 2: u is the text "NaN", not a number`},
		{`UPDATE neurons SET last_spike = 0.5 WHERE id = 2`, `neurons row 2: last_spike is 0.5, not a whole number of 64 bits`},
		{`UPDATE neurons SET last_spike = 1e300 WHERE id = 2`, `neurons row 2: last_spike is 1e+300, not a whole number of 64 bits`},
		{`UPDATE neurons SET last_spike = 5000000000 WHERE id = 2`, `neurons row 2: last_spike 5000000000 is outside 32 bits`},
		{`UPDATE neurons SET pos_x = 9e999 WHERE id = 2`, `neurons row 2: pos_x is +Inf, not a finite number`},
		{`UPDATE neurons SET pos_z = 'up' WHERE id = 2`, `neurons row 2: pos_z is the text "up", not a number`},

		{`UPDATE synapses SET target = 999`, `synapses row 17: target 999 is not a neuron`},
		{`UPDATE synapses SET source = -1`, `synapses row 17: source -1 is not a neuron`},
		{`UPDATE synapses SET source = NULL`, `synapses row 17: source is NULL, which is also how SQLite stores NaN`},
		{`UPDATE synapses SET source = 1.25`, `synapses row 17: source is 1.25, not a whole number of 64 bits`},
		{`UPDATE synapses SET target = 'two'`, `synapses row 17: target is the text "two", not a whole number`},
		{`INSERT INTO synapses SELECT * FROM synapses`, `synapses row 17: the id stands twice in the table`},
		{`UPDATE synapses SET id = x'01'`, `synapses: an id is a BLOB, not a whole number`},
		{`UPDATE synapses SET weight = NULL`, `synapses row 17: weight is NULL, which is also how SQLite stores NaN`},
		{`UPDATE synapses SET weight = 9e999`, `synapses row 17: weight is +Inf, not a finite number`},
		{`UPDATE synapses SET weight = 'heavy'`, `synapses row 17: weight is the text "heavy", not a number`},
		{`UPDATE synapses SET weight = 'a' || char(10) || 'b'`, `synapses row 17: weight is the text "a\nb", not a number`},
		{`UPDATE synapses SET weight = x'3131'`, `synapses row 17: weight is a BLOB, not a number`},
		{`UPDATE synapses SET delay = -1`, `synapses row 17: delay -1 is negative`},
		{`UPDATE synapses SET delay = 65536`, `synapses row 17: delay 65536 is above the limit of 65535 ticks`},
		{`UPDATE synapses SET delay = 4294967297`, `synapses row 17: delay 4294967297 is above the limit of 65535 ticks`},
		{`UPDATE synapses SET delay = 1.5`, `synapses row 17: delay is 1.5, not a whole number of 64 bits`},
		{`UPDATE synapses SET delay = 9e999`, `synapses row 17: delay is +Inf, not a whole number of 64 bits`},
		{`UPDATE synapses SET delay = NULL`, `synapses row 17: delay is NULL, which is also how SQLite stores NaN`},
		{`UPDATE synapses SET synapse_type = 'magic'`, `synapses row 17: unknown synapse type "magic" (known: fixed, plastic, gated, reward_plastic, facilitating, depressing, developmental, gap_junction)`},
		{`UPDATE synapses SET synapse_type = 3`, `synapses row 17: synapse_type is 3, not a text`},
		{`UPDATE synapses SET params = '{"w_max": '`, `synapses row 17: malformed params JSON: unexpected end of JSON input`},
		{`UPDATE synapses SET params = '[1]'`, `synapses row 17: malformed params JSON: json: cannot unmarshal array into Go value of type map[string]json.RawMessage`},
		{`UPDATE synapses SET params = 12`, `synapses row 17: params is 12, not a text`},
		{`UPDATE synapses SET params = x'7b7d'`, `synapses row 17: params is a BLOB, not a text`},
		{`UPDATE synapses SET synapse_type = 'plastic', params = '{"w_max": "big"}'`, `synapses row 17: param w_max is not a number: "big"`},
		{`UPDATE synapses SET synapse_type = 'plastic', params = '{"w_max": 1e999}'`, `synapses row 17: param w_max is not a number: 1e999`},
		{`UPDATE synapses SET synapse_type = 'plastic', params = '{"w_max": NaN}'`, `synapses row 17: malformed params JSON: invalid character 'N' looking for beginning of value`},
		{`UPDATE synapses SET synapse_type = 'plastic', params = '{"tau_plus": 0}'`, `synapses row 17: param tau_plus is 0, must be positive`},
		{`UPDATE synapses SET synapse_type = 'gated', params = '{"modulator_group": [0, 2]}'`, `synapses row 17: modulator_group names position 2, the network has positions 0..1`},
		{`UPDATE synapses SET synapse_type = 'gated', params = '{"modulator_group": [-1]}'`, `synapses row 17: modulator_group names position -1, the network has positions 0..1`},
		{`UPDATE synapses SET synapse_type = 'gated', params = '{"modulator_group": [0.5]}'`, `synapses row 17: param modulator_group is not a list of neuron positions: [0.5]`},
		{`UPDATE synapses SET synapse_type = 'gated', params = '{"gates": "both"}'`, `synapses row 17: param gates is neither "learning" nor "transmission": "both"`},
		{`UPDATE synapses SET state = '{'`, `synapses row 17: malformed state JSON: unexpected end of JSON input`},
		{`UPDATE synapses SET state = '{"eligibility": -Infinity}'`, `synapses row 17: malformed state JSON: invalid character 'I' in numeric literal`},
		{`UPDATE synapses SET state = 0`, `synapses row 17: state is 0, not a text`},
		{`UPDATE synapses SET synapse_type = 'developmental', state = '{"source_fires": -3}'`, `synapses row 17: state counter outside 0..2147483647 in {"source_fires": -3}`},

		{`UPDATE body_map SET neuron_id = 3`, `body_map row 1: neuron_id 3 is not a neuron`},
		{`UPDATE body_map SET neuron_id = NULL`, `body_map row 1: neuron_id is NULL, which is also how SQLite stores NaN`},
		{`UPDATE body_map SET segment = 24`, `body_map row 1: segment 24 is outside 0..23`},
		{`UPDATE body_map SET segment = -1`, `body_map row 1: segment -1 is outside 0..23`},
		{`UPDATE body_map SET segment = 0.5`, `body_map row 1: segment is 0.5, not a whole number of 64 bits`},
		{`UPDATE body_map SET side = 'left'`, `body_map row 1: unknown side "left" (known: dorsal, ventral)`},
		{`UPDATE body_map SET side = NULL`, `body_map row 1: side is NULL`},
		{`UPDATE body_map SET effect = 'odd'`, `body_map row 1: unknown effect "odd" (known: excitatory, inhibitory)`},
		{`INSERT INTO body_map VALUES (1,0,'dorsal','excitatory'), (1,0,'up','excitatory')`, `body_map row 3: unknown side "up" (known: dorsal, ventral)`},
		{`UPDATE sensor_map SET neuron_id = 99`, `sensor_map row 1: neuron_id 99 is not a neuron`},
		{`UPDATE sensor_map SET modality = 'sound'`, `sensor_map row 1: unknown modality "sound" (known: chemical, mechanical, thermal)`},
		{`UPDATE sensor_map SET location = NULL`, `sensor_map row 1: location is NULL`},
		{`UPDATE sensor_map SET response_type = 'on'`, `sensor_map row 1: unknown response_type "on" (known: tonic, ON, OFF)`},
		{`UPDATE sensor_map SET side = 'dorsal'`, `sensor_map row 1: unknown side "dorsal" (known: left, right, bilateral)`},
	}
	for _, test := range tests {
		t.Run(test.script, func(t *testing.T) {
			path := database(t, looseSQL+test.script)
			before := folderState(t, path)
			_, _, err := Read(path)
			oneLineError(t, path, err)
			if want := path + ": " + test.want; err == nil || err.Error() != want {
				t.Errorf("error\n%v, want\n%v", err, want)
			}
			if row := new(RowError); !strings.Contains(test.want, ": an id ") && !strings.Contains(test.want, "32 bits") && !errors.As(err, &row) {
				t.Error("not a RowError")
			}
			if after := folderState(t, path); after != before {
				t.Errorf("folder changed from\n%s to\n%s", before, after)
			}
		})
	}
	t.Run("the script without a fault is good", func(t *testing.T) { read(t, database(t, looseSQL)) })
}

// A hostile text neither floods nor breaks the message.
func TestReadBadTextIsTamed(t *testing.T) {
	for name, value := range map[string]string{
		"long":    `'{"w_max": [' || replace(hex(zeroblob(100000)), '0', '1') || ']}'`,
		"lines":   `'{"w_max": [' || char(10, 13, 27, 8232) || '1]}'`,
		"invalid": `'{"w_max": [' || CAST(x'fffe00' AS TEXT) || '1]}'`,
	} {
		t.Run(name, func(t *testing.T) {
			path := database(t, looseSQL+`UPDATE synapses SET synapse_type = 'plastic', params = `+value)
			_, _, err := Read(path)
			oneLineError(t, path, err)
			t.Log(err)
		})
	}
}

func TestReadBadFiles(t *testing.T) {
	good, err := os.ReadFile(database(t, schemaSQL+rowsSQL))
	if err != nil {
		t.Fatal(err)
	}
	many := database(t, schemaSQL+`
		INSERT INTO neurons(id,neuron_type,a,b,c,d,u) WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM k LIMIT 5000) SELECT n,'RS',0.02,0.2,-65,8,-13 FROM k;`)
	large, err := os.ReadFile(many)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := func(data []byte, from, to int, by byte) []byte {
		data = append([]byte(nil), data...)
		for i := from; i < to; i++ {
			data[i] = by
		}
		return data
	}
	at := func(script string) func(string) error {
		return func(path string) error {
			data, err := os.ReadFile(database(t, script))
			if err != nil {
				return err
			}
			return os.WriteFile(path, data, 0o666)
		}
	}
	holding := func(data []byte) func(string) error {
		return func(path string) error { return os.WriteFile(path, data, 0o666) }
	}
	tests := []struct {
		name string
		make func(path string) error
		is   error
		want string
	}{
		{"missing", func(string) error { return nil }, fs.ErrNotExist, "file does not exist: check the name, or generate a brain first"},
		{"folder", func(path string) error { return os.Mkdir(path, 0o777) }, nil, "is a folder: name the brain database in it"},
		{"empty", holding(nil), ErrNotDatabase, "not a SQLite database nor a .brain file, the file is empty: generate it again"},
		{"short", holding([]byte("SQLite")), ErrNotDatabase, "not a SQLite database nor a .brain file: name a brain database written by V8 or by engine-gpu"},
		{"text", holding([]byte(strings.Repeat("a brain\n", 1000))), ErrNotDatabase, "not a SQLite database nor a .brain file: name a brain database written by V8 or by engine-gpu"},
		{"header cut", holding(good[:50]), ErrDamaged, "the file is damaged, it ends in its header: generate it again"},
		{"header spoiled", holding(spoiled(good, 16, 100, 0xff)), ErrNotDatabase, ""},
		{"cut on a page", holding(large[:len(large)/2/4096*4096]), ErrDamaged, ""},
		{"cut in a page", holding(large[:len(large)/2+77]), ErrDamaged, ""},
		{"cut after the header", holding(good[:100]), ErrDamaged, ""},
		{"a page of zeros", holding(spoiled(large, len(large)/2/4096*4096, len(large)/2/4096*4096+4096, 0)), ErrDamaged, ""},
		{"a page of ones", holding(spoiled(large, len(large)/2/4096*4096, len(large)/2/4096*4096+4096, 0xff)), ErrDamaged, ""},
		{"schema spoiled", holding(spoiled(good, 3000, 4096, 'x')), ErrDamaged, ""},
		{"nothing in it", at(`CREATE TABLE t(x); DROP TABLE t`), ErrNotBrain, "not a brain database, it has no table neurons: name a database written by V8 or by engine-gpu"},
		{"no neurons table", at(schemaSQL + `DROP TABLE neurons`), ErrNotBrain, "not a brain database, it has no table neurons: name a database written by V8 or by engine-gpu"},
		{"neurons is a view", at(`CREATE VIEW neurons AS SELECT 1 AS id`), ErrNotBrain, "not a brain database, it has no table neurons: name a database written by V8 or by engine-gpu"},
		{"no synapses table", at(schemaSQL + rowsSQL + `DROP TABLE synapses`), ErrNotBrain, "not a brain database, it has no table synapses: name a database written by V8 or by engine-gpu"},
		{"no delay column", at(schemaSQL + rowsSQL + `ALTER TABLE synapses DROP COLUMN delay`), ErrNotBrain, "not a brain database, its table synapses has no column delay: name a database written by V8 or by engine-gpu"},
		{"no d column", at(schemaSQL + `ALTER TABLE neurons DROP COLUMN d`), ErrNotBrain, "not a brain database, its table neurons has no column d: name a database written by V8 or by engine-gpu"},
		{"no rows", at(schemaSQL), ErrNotBrain, "not a brain database, its table neurons is empty: generate it again"},
		{"a log is left", func(path string) error {
			if err := at("PRAGMA journal_mode = wal;" + schemaSQL + rowsSQL)(path); err != nil {
				return err
			}
			return os.WriteFile(path+"-wal", []byte("changes"), 0o666)
		}, ErrInUse, "the database is in use: its latest changes wait in "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "brain.db")
			if err := test.make(path); err != nil {
				t.Fatal(err)
			}
			before := folderState(t, path)
			_, _, err := Read(path)
			oneLineError(t, path, err)
			if err != nil && !strings.HasPrefix(err.Error(), path+": "+test.want) {
				t.Errorf("error\n%v, want\n%v", err, path+": "+test.want)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
			if after := folderState(t, path); after != before {
				t.Errorf("folder changed from\n%s to\n%s", before, after)
			}
		})
	}
	t.Run("parent is a file", func(t *testing.T) {
		path := filepath.Join(many, "brain.db")
		_, _, err := Read(path)
		oneLineError(t, path, err)
	})
	t.Run("impossible name", func(t *testing.T) {
		_, _, err := Read("a\x00b")
		oneLineError(t, "a\x00b", err)
	})
	t.Run("device", func(t *testing.T) {
		_, _, err := Read("/dev/null")
		oneLineError(t, "/dev/null", err)
	})
}

// A journal whose owner died must be rolled back by someone who may write.
func TestReadInterruptedWrite(t *testing.T) {
	path := database(t, schemaSQL+rowsSQL)
	// A journal as SQLite leaves it in a crash: written by a connection whose
	// change has reached the file, copied while it was open.
	crashed := filepath.Join(t.TempDir(), "brain.db")
	c, err := connect(path, "_pragma=cache_size(1)&_pragma=cache_spill(1)")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"BEGIN", "UPDATE synapses SET weight = 77", "CREATE TABLE filler AS SELECT randomblob(200000)", "UPDATE neurons SET v = 1",
	} {
		if err := c.exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, suffix := range []string{"", "-journal"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		write(t, crashed+suffix, data)
	}
	if err := c.exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
	before := folderState(t, crashed)
	_, _, err = Read(crashed)
	oneLineError(t, crashed, err)
	if !errors.Is(err, ErrInUse) {
		t.Errorf("%v, want ErrInUse", err)
	}
	b := read(t, path)
	for what, err := range map[string]error{"Write": Write(crashed, b), "Save": Save(crashed, b, snn.NewSnapshot(b))} {
		oneLineError(t, crashed, err)
		if !errors.Is(err, ErrInUse) {
			t.Errorf("%s: %v, want ErrInUse", what, err)
		}
	}
	if after := folderState(t, crashed); after != before {
		t.Errorf("folder changed from\n%s to\n%s", before, after)
	}
	// What the message advises helps.
	execute(t, crashed, "SELECT * FROM sqlite_master")
	if w := read(t, crashed).Synapses.Weight[0]; w != 8 {
		t.Errorf("weight %v after the rollback, want 8", w)
	}
}
