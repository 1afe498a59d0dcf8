package loader

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// sharedTree returns a database in which the tree of a table, a single leaf
// before, has levels of pages whose children are all one page: 20 to the power
// of levels times as many rows as there are.
func sharedTree(t testing.TB, script, table string, levels int) []byte {
	t.Helper()
	path := database(t, "PRAGMA page_size = 512;"+script)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const pageSize, fan = 512, 20
	root := rootOf(t, path, table)
	child := append([]byte(nil), data[(root-1)*pageSize:root*pageSize]...)
	be := binary.BigEndian
	for range levels {
		data = append(data, child...)
		number := uint32(len(data) / pageSize)
		child = make([]byte, pageSize)
		child[0] = 5 // an interior page of a table
		at := pageSize
		for i := range fan - 1 {
			at -= 5
			be.PutUint32(child[at:], number)
			child[at+4] = byte(i + 1) // the largest rowid below
			be.PutUint16(child[12+2*i:], uint16(at))
		}
		be.PutUint16(child[3:], fan-1)
		be.PutUint16(child[5:], uint16(at))
		be.PutUint32(child[8:], number)
	}
	copy(data[(root-1)*pageSize:], child)
	be.PutUint32(data[28:], uint32(len(data)/pageSize))
	return data
}

func rootOf(t testing.TB, path, table string) (root int) {
	t.Helper()
	row := values(t, path, "SELECT rootpage FROM sqlite_schema WHERE name = '"+table+"'")
	if _, err := fmt.Sscanf(row[0], "int64 %d", &root); err != nil {
		t.Fatal(err)
	}
	return root
}

// sharedOverflow returns a database with so many synapses whose params lie in
// the same overflow pages.
func sharedOverflow(t testing.TB, rows int) []byte {
	t.Helper()
	path := database(t, "PRAGMA page_size = 512;"+schemaSQL+rowsSQL+fmt.Sprintf(`DELETE FROM synapses;
		INSERT INTO synapses(id, source, target, weight, delay, params) VALUES (1, 3, 3, 1, 1, '{"x": "%s"}');
		WITH RECURSIVE c(i) AS (SELECT 2 UNION ALL SELECT i+1 FROM c WHERE i < %d)
		INSERT INTO synapses(id, source, target, weight, delay, params) SELECT i, 3, 3, 1, 1, 'shared' FROM c;`, strings.Repeat("x", 20000), rows))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The long row begins the table; its cell replaces those of others, whose
	// rowids it keeps by being copied over them with their own.
	const pageSize = 512
	root := rootOf(t, path, "synapses")
	be := binary.BigEndian
	first := data[(root-1)*pageSize : root*pageSize]
	for first[0] == 5 {
		child := int(be.Uint32(first[be.Uint16(first[12:]):]))
		first = data[(child-1)*pageSize : child*pageSize]
	}
	at := int(be.Uint16(first[8:]))
	cell := append([]byte(nil), first[at:]...)
	local := cell[:3+1] // payload's size in three bytes, rowid in one
	n := len(local) + localPayload(varintOf(local), pageSize) + 4
	cell = cell[:n]
	// A leaf of nothing but this cell, with one rowid after the other.
	clear(first[8:])
	end := pageSize
	count := 0
	for id := byte(1); end-n >= 8+2*(count+1); id++ {
		end -= n
		cell[3] = id
		copy(first[end:], cell)
		be.PutUint16(first[8+2*count:], uint16(end))
		count++
	}
	be.PutUint16(first[3:], uint16(count))
	be.PutUint16(first[5:], uint16(end))
	first[7] = 0
	if count < 2 {
		t.Fatal("one row has nothing to share")
	}
	return data
}

func varintOf(data []byte) (x int) {
	for _, b := range data {
		x = x<<7 | int(b&0x7f)
		if b < 0x80 {
			break
		}
	}
	return x
}

// localPayload is how much of a payload stands in a leaf of a table.
//
// Source: https://www.sqlite.org/fileformat2.html, section 1.6
func localPayload(payload, pageSize int) int {
	least := (pageSize-12)*32/255 - 23
	k := least + (payload-least)%(pageSize-4)
	if k <= pageSize-35 {
		return k
	}
	return least
}

// viewsOfViews is a schema whose views double from one to the next.
func viewsOfViews() string {
	script := "CREATE VIEW v0 AS SELECT 1 x;"
	for i := range 60 {
		script += fmt.Sprintf("CREATE VIEW v%d AS SELECT a.x FROM v%d a, v%d b;", i+1, i, i)
	}
	return script
}

// TestHostileDatabases: some kilobytes that SQLite would read for ever, or into
// any amount of memory, are refused, or what is hostile in them is left alone.
func TestHostileDatabases(t *testing.T) {
	const bodyRow = `DELETE FROM body_map; DELETE FROM sensor_map; INSERT INTO body_map VALUES (3, 1, 'dorsal', 'excitatory');`
	const oneSynapse = `DELETE FROM synapses; INSERT INTO synapses(id, source, target, weight, delay) VALUES (1, 3, 3, 1, 1);`
	file := func(script string) []byte {
		data, err := os.ReadFile(database(t, script))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	const disguise = `PRAGMA writable_schema = on; UPDATE sqlite_schema SET sql = replace(sql, 'CREATE TABLE ', 'CREATE TABLE IF NOT EXISTS ') WHERE name = 'neurons';`
	for _, test := range []struct {
		name string
		data []byte
		is   error
		want string // the error; "": a brain
	}{
		{"neurons", sharedTree(t, schemaSQL+rowsSQL+"DELETE FROM neurons WHERE id > 3;", "neurons", 18), ErrDamaged, "stands in a table twice"},
		{"synapses", sharedTree(t, schemaSQL+rowsSQL+oneSynapse, "synapses", 18), ErrDamaged, "stands in a table twice"},
		{"body map", sharedTree(t, schemaSQL+rowsSQL+bodyRow, "body_map", 18), ErrDamaged, "stands in a table twice"},
		{"body map, too deep", sharedTree(t, schemaSQL+rowsSQL+bodyRow, "body_map", 30), ErrDamaged, "a table of more than 20 levels"},
		{"overflow", sharedOverflow(t, 2), ErrDamaged, "have more bytes than the file"},
		{"views", file(schemaSQL + rowsSQL + viewsOfViews()), nil, ""},
		{"another name", file(schemaSQL + rowsSQL + disguise), ErrDamaged, ErrDamaged.Error()},
		{
			"computed", file(strings.Replace(schemaSQL, "params TEXT NOT NULL DEFAULT '{}'", "params TEXT AS (printf('%.*c', 900000000, 'x'))", 1) +
				`INSERT INTO neurons(id, neuron_type, a, b, c, d, u) VALUES (1, 'RS', 1, 1, 1, 1, 1);
				INSERT INTO synapses(source, target, weight, delay) VALUES (1, 1, 1, 1);`),
			ErrNotBrain, "not a brain database, its table synapses computes the column params",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "brain.db")
			write(t, path, test.data)
			before := folderState(t, path)
			_, _, counting := Count(path)
			_, _, err := Read(path)
			if test.want == "" {
				if counting != nil || err != nil {
					t.Errorf("Count: %v, Read: %v", counting, err)
				}
			} else {
				oneLineError(t, path, err)
				if !strings.Contains(err.Error(), test.want) || !errors.Is(err, test.is) {
					t.Errorf("%v, want %q", err, test.want)
				}
			}
			if after := folderState(t, path); after != before {
				t.Errorf("folder changed from\n%s to\n%s", before, after)
			}
		})
	}
}

// TestSaveRefusesTriggers: what a trigger would do to a saved brain is its own
// affair; it may never end.
func TestSaveRefusesTriggers(t *testing.T) {
	for name, script := range map[string]string{
		"neurons":  "CREATE TRIGGER back AFTER UPDATE ON neurons BEGIN UPDATE synapses SET weight = 0; END;",
		"synapses": "CREATE TRIGGER back AFTER UPDATE OF state ON synapses BEGIN DELETE FROM neurons; END;",
	} {
		t.Run(name, func(t *testing.T) {
			path := database(t, schemaSQL+rowsSQL+script)
			b := read(t, path)
			before := folderState(t, path)
			checked := CheckSave(path)
			for what, err := range map[string]error{"CheckSave": checked, "Save": Save(path, b, snn.NewSnapshot(b))} {
				oneLineError(t, path, err)
				if !errors.Is(err, ErrTrigger) || !strings.Contains(err.Error(), `"back"`) || !strings.Contains(err.Error(), "table "+name) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if after := folderState(t, path); after != before {
				t.Errorf("folder changed from\n%s to\n%s", before, after)
			}
		})
	}
	// Others stay, and stay still.
	path := database(t, schemaSQL+rowsSQL+"CREATE TABLE log(x); CREATE TRIGGER new AFTER INSERT ON neurons BEGIN INSERT INTO log VALUES (1); END;")
	b := read(t, path)
	s := snn.NewSnapshot(b)
	s.V[0] = -70
	if err := errors.Join(CheckSave(path), Save(path, b, s)); err != nil {
		t.Error(err)
	}
	if rows := values(t, path, "SELECT (SELECT count(*) FROM log), (SELECT count(*) FROM sqlite_schema WHERE type = 'trigger')"); rows[0] != "int64 0 | int64 1" {
		t.Error(rows)
	}
}
