package loader

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/loader/columnar"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Read reads the brain at path, of either format, which the file's first bytes
// tell. What becomes of the file afterwards does not touch the brain.
//
// Databases may be of either release of V8: tables and columns that they lack
// take the defaults of the schema, tables and columns that a brain does not
// know are passed over. The file is opened read-only, and nothing is created
// beside it.
//
// The second result is what the user should be told about the brain, a line
// each. The error is one line that names the file and, if a row is wrong, the
// row; see the package's sentinels and [RowError].
//
// Source: semantics section 3.
func Read(path string) (*snn.Brain, []string, error) {
	b, err := readEither(path)
	if err != nil {
		return nil, nil, readError(path, err)
	}
	return b, warnings(b), nil
}

func readEither(path string) (*snn.Brain, error) {
	f, err := openColumnar(path)
	if err != nil {
		return nil, err
	}
	if f != nil {
		defer f.Close()
		return columnar.Read(f)
	}
	return readDatabase(path)
}

func readDatabase(path string) (*snn.Brain, error) {
	c, err := openReadOnly(path)
	if err != nil {
		return nil, err
	}
	b, err := readBrain(c)
	if closing := c.close(); err == nil {
		err = closing
	}
	return b, err
}

func readBrain(c *connection) (*snn.Brain, error) {
	// One transaction: every table as of one moment.
	if err := c.exec("BEGIN"); err != nil {
		return nil, err
	}
	tables, err := readCatalog(c)
	if err != nil {
		return nil, err
	}
	b := new(snn.Brain)
	if err := readNeurons(c, tables, b); err != nil {
		return nil, err
	}
	at := newPositions(b.Neurons)
	if err := readSynapses(c, tables, at, b); err != nil {
		return nil, err
	}
	if err := readBodyMap(c, tables, at, b); err != nil {
		return nil, err
	}
	if err := readSensorMap(c, tables, at, b); err != nil {
		return nil, err
	}
	if err := c.exec("COMMIT"); err != nil {
		return nil, err
	}
	return b, b.Validate()
}

// warnings says what is unusual about a brain that can run.
func warnings(b *snn.Brain) []string {
	var late int
	for i, t := range b.Synapses.Type {
		if t.Chemical() && b.Synapses.Delay[i] == 0 {
			late++
		}
	}
	switch ring := b.RingLength(); late {
	case 0:
		return nil
	case 1:
		return []string{fmt.Sprintf("1 chemical synapse has delay 0: it arrives %d ticks later, as in V8", ring)}
	default:
		return []string{fmt.Sprintf("%d chemical synapses have delay 0: they arrive %d ticks later, as in V8", late, ring)}
	}
}
