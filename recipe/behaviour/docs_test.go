package behaviour_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/recipe"
)

// row is a circuit's row in docs/circuits.md.
type row struct{ does, differs string }

// readTable reads the tables of docs/circuits.md.
func readTable(t *testing.T) map[string]row {
	t.Helper()
	data, err := os.ReadFile("../../docs/circuits.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]row{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 5 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue // prose, or a table's head
		}
		name := strings.Trim(cells[1], " `")
		if _, twice := rows[name]; twice {
			t.Errorf("docs/circuits.md has %s twice", name)
		}
		rows[name] = row{does: strings.TrimSpace(cells[2]), differs: strings.TrimSpace(cells[3])}
	}
	return rows
}

// TestDocs checks that docs/circuits.md tells what each circuit does, and knows
// no others.
func TestDocs(t *testing.T) {
	rows := readTable(t)
	var want []string
	for _, c := range recipe.Circuits() {
		want = append(want, c.Name)
		if rows[c.Name].does == "" {
			t.Errorf("docs/circuits.md does not say what %s does", c.Name)
		}
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(rows)); !slices.Equal(got, want) {
		t.Errorf("docs/circuits.md has %q, want %q", got, want)
	}
}
