package sqlitefile

import (
	"bytes"
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
	"pgregory.net/rapid"
)

const (
	createTable = "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, x REAL, s TEXT)"
	createIndex = "CREATE INDEX t_n ON t(n)"
)

type row struct {
	id int64
	n  int64
	x  float64
	s  string
}

// build writes a database with a table, an index of it and an empty table.
func build(file *os.File, rows []row) error {
	w := New(file)
	t := w.Table("t", createTable)
	var r Record
	for _, row := range rows {
		r.Reset()
		r.Null()
		r.Int(row.n)
		r.Real(row.x)
		r.Text(row.s)
		t.Append(row.id, &r)
	}
	t.Close()
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b row) int { return cmp.Compare(a.n, b.n) })
	x := w.Index("t_n", "t", createIndex)
	for _, row := range sorted {
		r.Reset()
		r.Int(row.n)
		r.Int(row.id)
		x.Append(&r)
	}
	x.Close()
	w.Table("vacant", "CREATE TABLE vacant (x)").Close()
	return w.Close()
}

// check lets SQLite read the file: it must be sound and hold the rows, in the
// table and in the index.
func check(path string, rows []row) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		return fmt.Errorf("integrity check: %s %w", verdict, err)
	}
	for _, order := range []string{"id", "n, id"} {
		from := "t NOT INDEXED"
		if order != "id" {
			from = "t INDEXED BY t_n"
			rows = slices.Clone(rows)
			slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.n, b.n) })
		}
		result, err := db.Query("SELECT id, n, x, s FROM " + from + " ORDER BY " + order)
		if err != nil {
			return err
		}
		defer result.Close()
		for _, want := range rows {
			var got row
			if !result.Next() {
				return fmt.Errorf("by %s: row %d is missing (%w)", order, want.id, result.Err())
			}
			if err := result.Scan(&got.id, &got.n, &got.x, &got.s); err != nil {
				return err
			}
			if got.id != want.id || got.n != want.n || math.Float64bits(got.x) != math.Float64bits(want.x) || got.s != want.s {
				return fmt.Errorf("by %s: %.100v, want %.100v", order, got, want)
			}
		}
		if result.Next() {
			return fmt.Errorf("by %s: too many rows", order)
		}
	}
	// SQLite can also change it.
	if _, err := db.Exec("INSERT INTO t(n, x, s) VALUES (1, 2, 'more'); DELETE FROM t WHERE n = 1; INSERT INTO vacant VALUES (1)"); err != nil {
		// Only the largest rowid leaves no room for another row.
		if len(rows) == 0 || slices.MaxFunc(rows, func(a, b row) int { return cmp.Compare(a.id, b.id) }).id != math.MaxInt64 {
			return err
		}
	}
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		return fmt.Errorf("integrity check after changes: %s %w", verdict, err)
	}
	return nil
}

func roundTrip(path string, rows []row) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(build(file, rows), file.Close()); err != nil {
		return err
	}
	return check(path, rows)
}

// Any values: integers of every width, all floating-point numbers, texts that
// need overflow pages.
func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	rapid.Check(t, func(t *rapid.T) {
		var rows []row
		id := rapid.OneOf(rapid.Int64Range(-5, 5), rapid.Int64Range(math.MinInt64, math.MaxInt64-1<<52)).Draw(t, "first id")
		for range rapid.IntRange(0, 60).Draw(t, "rows") {
			r := row{id: id, n: rapid.Int64().Draw(t, "n"), x: rapid.Float64().Draw(t, "x")}
			if math.IsNaN(r.x) {
				r.x = 0 // SQLite has no NaN
			}
			r.n >>= rapid.IntRange(0, 63).Draw(t, "shift")
			if rapid.Bool().Draw(t, "whole") {
				r.x = float64(r.n)
			}
			r.s = strings.Repeat("x", rapid.OneOf(rapid.IntRange(0, 50), rapid.IntRange(3900, 4300), rapid.IntRange(0, 20000)).Draw(t, "length"))
			rows = append(rows, r)
			id += rapid.OneOf(rapid.Just(int64(1)), rapid.Int64Range(1, 1<<46)).Draw(t, "gap")
		}
		if err := roundTrip(path, rows); err != nil {
			t.Fatal(err)
		}
	})
}

// Trees of one, two and three levels, at and around the sizes where a page or
// a level is full.
func TestLevels(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	var sizes []int
	for _, at := range []int{1, 100, 250, 450, 75_000} {
		for n := at - 1; n < at+3; n++ {
			sizes = append(sizes, n)
		}
	}
	for n := 140; n < 1000; n += 13 { // around the first splits of table and index
		sizes = append(sizes, n)
	}
	sizes = append(sizes, 200_000)
	for _, n := range sizes {
		rows := make([]row, n)
		for i := range rows {
			rows[i] = row{id: int64(2*i + 1), n: int64(i*7919) % 1000, x: float64(i) + 0.5, s: "text"}
		}
		if err := roundTrip(path, rows); err != nil {
			t.Fatalf("%d rows: %v", n, err)
		}
	}
}

// Long index keys make the index deep: few entries on a page.
func TestDeepIndex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	for n := range 120 {
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		w := New(file)
		table := w.Table("t", "CREATE TABLE t (s TEXT)")
		var r Record
		key := func(i int) string { return fmt.Sprintf("%04d%s", i, strings.Repeat("k", 900)) }
		for i := range n {
			r.Reset()
			r.Text(key(i))
			table.Append(int64(i), &r)
		}
		table.Close()
		x := w.Index("t_s", "t", "CREATE INDEX t_s ON t(s)")
		for i := range n {
			r.Reset()
			r.Text(key(i))
			r.Int(int64(i))
			x.Append(&r)
		}
		x.Close()
		if err := errors.Join(w.Close(), file.Close()); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		var verdict string
		if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("%d entries: %s %v", n, verdict, err)
		}
		for i := range n {
			var got int64
			if err := db.QueryRow("SELECT rowid FROM t INDEXED BY t_s WHERE s = ?", key(i)).Scan(&got); err != nil || got != int64(i) {
				t.Errorf("%d entries: key %d found at %d (%v)", n, i, got, err)
			}
		}
		db.Close()
	}
}

// A key too long for an index page, rowids that do not ascend, a table left
// open, a schema too long: errors, not broken files.
func TestRefusals(t *testing.T) {
	var r Record
	for want, use := range map[string]func(w *Writer){
		"longer than": func(w *Writer) {
			x := w.Index("i", "t", "CREATE INDEX i ON t(s)")
			r.Reset()
			r.Text(strings.Repeat("k", 2000))
			r.Int(1)
			x.Append(&r)
			x.Close()
		},
		"rowid 3 after 3": func(w *Writer) {
			table := w.Table("t", createTable)
			r.Reset()
			r.Null()
			table.Append(3, &r)
			table.Append(3, &r)
			table.Close()
		},
		"was not closed": func(w *Writer) { w.Table("t", createTable) },
		"does not fit":   func(w *Writer) { w.Table("t", "CREATE TABLE t (x) -- "+strings.Repeat("x", 5000)).Close() },
	} {
		w := New(&memory{})
		use(w)
		if err := w.Close(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// The first error of the file is reported, and nothing is written after it.
func TestFileErrors(t *testing.T) {
	rows := make([]row, 60_000)
	for i := range rows {
		rows[i] = row{id: int64(i), s: strings.Repeat("s", 50)}
	}
	cause := errors.New("disk full")
	for fails := range 5 {
		file := &memory{failAt: fails + 1, err: cause}
		w := New(file)
		table := w.Table("t", createTable)
		var r Record
		for _, row := range rows {
			r.Reset()
			r.Null()
			r.Int(row.n)
			r.Real(row.x)
			r.Text(row.s)
			table.Append(row.id, &r)
		}
		table.Close()
		if err := w.Close(); !errors.Is(err, cause) {
			t.Errorf("write %d fails: %v", fails, err)
		}
		if file.writes != fails+1 {
			t.Errorf("write %d fails: %d writes", fails, file.writes)
		}
	}
}

// The page that holds SQLite's lock bytes, at 1 GiB, stays empty and no page
// points to it.
func TestLockPage(t *testing.T) {
	file := &memory{only: lockPage}
	w := New(file)
	table := w.Table("t", createTable)
	var r Record
	text := strings.Repeat("s", 3*PageSize) // a leaf and overflow pages a row
	for id := range int64(lockPage/3 + 100) {
		r.Reset()
		r.Null()
		r.Int(1)
		r.Real(1)
		r.Text(text)
		table.Append(id, &r)
	}
	table.Close()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w.pages <= lockPage {
		t.Fatalf("only %d pages", w.pages)
	}
	if len(file.page) != PageSize || !bytes.Equal(file.page, make([]byte, PageSize)) {
		t.Errorf("the lock page holds %d bytes, not all 0", len(file.page))
	}
	if w := (&Writer{pages: lockPage - 2}); w.nextPage() != lockPage-1 || w.pageAfterNext() != lockPage+1 {
		t.Errorf("after page %d come %d and %d", w.pages, w.nextPage(), w.pageAfterNext())
	}
	if w := (&Writer{pages: lockPage - 1}); w.nextPage() != lockPage+1 || w.pageAfterNext() != lockPage+2 {
		t.Errorf("after page %d come %d and %d", w.pages, w.nextPage(), w.pageAfterNext())
	}
}

// memory is a file that keeps one page, and fails when it is told to.
type memory struct {
	only   int64 // number of the page to keep
	page   []byte
	writes int
	failAt int
	err    error
}

func (m *memory) WriteAt(data []byte, offset int64) (int, error) {
	m.writes++
	if m.writes == m.failAt {
		return 0, m.err
	}
	if from := (m.only-1)*PageSize - offset; m.only > 0 && from >= 0 && from < int64(len(data)) {
		m.page = slices.Clone(data[from : from+PageSize])
	}
	return len(data), nil
}

func TestVarint(t *testing.T) {
	for x, want := range map[uint64]string{
		0: "00", 0x7f: "7f", 0x80: "8100", 0x3fff: "ff7f", 0x4000: "818000", 1<<56 - 1: "ffffffffffffff7f",
		1 << 56: "80c0808080808080" + "00", math.MaxUint64: "ffffffffffffffffff",
	} {
		if got := fmt.Sprintf("%x", appendVarint(nil, x)); got != want {
			t.Errorf("varint of %x is %s, want %s", x, got, want)
		}
		if got := varintSize(x); got != len(want)/2 {
			t.Errorf("varint of %x has %d bytes, said %d", x, len(want)/2, got)
		}
	}
}
