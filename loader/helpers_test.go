package loader

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// schemaSQL makes an empty database of V8's later release.
var schemaSQL = strings.Join([]string{
	createNeurons, createSynapses, createBodyMap, createSensorMap,
	indexSource, indexTarget, indexType, indexSegment, indexMotor, indexModality, indexSensor,
}, ";\n") + ";\n"

// rowsSQL fills it with a small brain: four neurons with gaps in their ids and
// a synapse of every type. Neuron positions: 3 -> 0, 5 -> 1, 6 -> 2, 20 -> 3.
const rowsSQL = `
INSERT INTO neurons VALUES (3,'RS',0.02,0.2,-65,8,-65,-13,-1000,1,0,2);
INSERT INTO neurons VALUES (5,'FS',0.1,0.2,-65,2,-60.5,-12.25,41,0,0,0);
INSERT INTO neurons VALUES (6,'LTS',0.02,0.25,-65,2,-65,-16.25,-1000,-3.5,0,0);
INSERT INTO neurons VALUES (20,'CH',0.03,0.2,-50,2,-65,-13,-1000,0,0,0.1);
INSERT INTO synapses VALUES (1,3,5,8,1,'fixed','{}','{}');
INSERT INTO synapses VALUES (2,3,6,2.5,2,'plastic','{"learning_rate": 0.5, "ltd_ratio": 0.5}','{"eligibility": 0.25, "elig_post": 0.0}');
INSERT INTO synapses VALUES (4,5,20,-1.5,500,'gated','{"modulator_group": [0, 3]}','{"eligibility": 0.0}');
INSERT INTO synapses VALUES (9,5,5,1,0,'facilitating','{}','{"current_gain": 1.5}');
INSERT INTO synapses VALUES (10,6,3,1,1,'depressing','{"tau_recovery": 300.0, "depress_factor": 0.6}','{"current_gain": 1.0}');
INSERT INTO synapses VALUES (11,20,3,0.1,0,'gap_junction','{"conductance": 0.15}','{}');
INSERT INTO synapses VALUES (17,20,6,1,1,'reward_plastic','{"tau_trace": 20}','{"trace": 0.0, "eligibility": 0.0}');
INSERT INTO synapses VALUES (18,20,5,1,1,'developmental','{}','{"eligibility": 0.0, "source_fires": 3, "coincidences": 1, "alive": false}');
INSERT INTO body_map VALUES (6,0,'dorsal','excitatory'), (6,23,'ventral','inhibitory');
INSERT INTO sensor_map VALUES (3,'chemical','head','tonic','left'), (5,'mechanical','tail','ON','bilateral');
`

// database makes a database in a folder of its own from SQL text.
func database(t testing.TB, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "brain.db")
	execute(t, path, script)
	return path
}

// execute runs SQL text on a database.
func execute(t testing.TB, path, script string) {
	t.Helper()
	c, err := connect(path, "_pragma=synchronous(off)") // tests need not outlive a power failure
	if err != nil {
		t.Fatal(err)
	}
	if err := c.exec(script); err != nil {
		t.Fatalf("%v in\n%s", err, script)
	}
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
}

// values returns the rows of a query, a line each, values with their types.
func values(t testing.TB, path, query string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		cells := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var line []string
		for _, c := range cells {
			if x, ok := c.(float64); ok {
				c = fmt.Sprintf("%x", math.Float64bits(x))
			}
			line = append(line, fmt.Sprintf("%T %v", c, c))
		}
		lines = append(lines, strings.Join(line, " | "))
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return lines
}

// everything is all that a database holds, as text.
func everything(t testing.TB, path string) string {
	t.Helper()
	var all strings.Builder
	for _, row := range values(t, path, `SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid`) {
		fmt.Fprintln(&all, row)
	}
	for _, name := range values(t, path, `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid`) {
		name = strings.TrimPrefix(name, "string ")
		for _, row := range values(t, path, `SELECT rowid, * FROM "`+name+`" ORDER BY rowid`) {
			fmt.Fprintln(&all, name, row)
		}
	}
	return all.String()
}

// read reads a database that must be good.
func read(t testing.TB, path string) *snn.Brain {
	t.Helper()
	b, _, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// folderState describes every file of the folder of path: name, mode, time of
// change and contents. It is what must be the same after a failure.
func folderState(t testing.TB, path string) string {
	t.Helper()
	var all strings.Builder
	folder := filepath.Dir(path)
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprint(&all, name, " ", info.Mode())
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(&all, " %v %x", info.ModTime().UnixNano(), sha256.Sum256(data))
		}
		fmt.Fprintln(&all)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// oneLineError checks what every error of this package promises: one line
// that begins with the file's name.
func oneLineError(t testing.TB, path string, err error) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	if text := err.Error(); !strings.HasPrefix(text, path+": ") || strings.ContainsAny(text, "\n\r") || len(text) > 1500 {
		t.Errorf("not one line that begins with the file's name: %q", text)
	}
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
