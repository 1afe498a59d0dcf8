package sweep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/internal/filelock"
	"github.com/engine-gpu/engine-gpu/internal/input"
)

// Header says what the starts of a journal share. Starts belong to one sweep
// only if it is equal in all that decides their results.
type Header struct {
	Format        int          `json:"sweep_journal"` // journalFormat
	Brain         string       `json:"brain"`         // its name, for people: not compared
	BrainHash     string       `json:"brain_sha256"`  // see snn.BrainHash
	Arithmetic    string       `json:"arithmetic"`    // float32 or float64
	Ticks         int32        `json:"ticks"`
	StartDistance float64      `json:"start_distance"` // [BL]
	SensoryGain   float64      `json:"sensory_gain"`
	Radius        float64      `json:"dish_radius"` // [BL]
	Food          []arena.Food `json:"food"`
}

// journalFormat is raised when lines mean something else, or when the same
// options give other results than before.
const journalFormat = 1

// maxJournal bounds a journal that is read [bytes]: some 100,000 starts.
const maxJournal = 1 << 30

// differences says in what another header differs, "" if in nothing that
// matters: what stands there, then what is wanted here.
func (h *Header) differences(want *Header) string {
	var list []string
	note := func(what string, there, here any) {
		if there != here {
			list = append(list, fmt.Sprintf("%s %v there, %v here", what, there, here))
		}
	}
	note("journal format", h.Format, want.Format)
	if h.BrainHash != want.BrainHash {
		list = append(list, fmt.Sprintf("the brain is %s (sha256 %.12s) there, %s (sha256 %.12s) here", h.Brain, h.BrainHash, want.Brain, want.BrainHash))
	}
	note("arithmetic is", h.Arithmetic, want.Arithmetic)
	note("ticks", h.Ticks, want.Ticks)
	note("start distance", h.StartDistance, want.StartDistance)
	note("sensory gain", h.SensoryGain, want.SensoryGain)
	note("dish radius", h.Radius, want.Radius)
	if !slices.Equal(h.Food, want.Food) {
		list = append(list, fmt.Sprintf("food %v there, %v here", h.Food, want.Food))
	}
	return strings.Join(list, ", ")
}

// Journal is a file of finished starts: a line of JSON for the header and one
// for every start, in the order in which they ended. Appending is all that is
// ever done to it, so an interruption costs the line that was being written.
type Journal struct {
	file *os.File
}

// ErrInUse is what OpenJournal returns while another process has the journal.
var ErrInUse = errors.New("another sweep is writing it")

// OpenJournal opens the journal of a sweep, or begins it, and returns the starts
// that are done. A torn last line is cut off. Until the journal is closed no
// other process can open it. A journal of another brain or with other options
// is an error that names the differences.
func OpenJournal(path string, header Header) (j *Journal, done []Done, err error) {
	header.Format = journalFormat
	if err := input.CheckRegular(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
			err = fmt.Errorf("%s: %w", path, err)
		}
	}()
	if filelock.Alone(f) == filelock.Busy {
		return nil, nil, ErrInUse
	}
	text, err := input.ReadOpen(f, maxJournal)
	if err != nil {
		return nil, nil, err
	}
	there, done, whole, err := parseJournal(text)
	if err != nil {
		return nil, nil, err
	}
	if err := f.Truncate(int64(whole)); err != nil {
		return nil, nil, err
	}
	if _, err := f.Seek(int64(whole), io.SeekStart); err != nil {
		return nil, nil, err
	}
	j = &Journal{file: f}
	if there == nil {
		return j, nil, j.write(header)
	}
	if text := there.differences(&header); text != "" {
		return nil, nil, fmt.Errorf("it belongs to another sweep: %s; choose another folder or remove that file", text)
	}
	return j, done, nil
}

// parseJournal reads the lines of a journal and returns how many of its bytes
// are whole lines. There is no header in a journal that was cut off at once.
func parseJournal(text []byte) (h *Header, done []Done, whole int, err error) {
	seen := map[Task]bool{}
	for number := 1; ; number++ {
		line, rest, ended := bytes.Cut(text[whole:], []byte("\n"))
		if !ended {
			return h, done, whole, nil // torn, or the end
		}
		if h == nil {
			h = &Header{}
			err = json.Unmarshal(line, h)
			if err == nil && h.Format == 0 {
				err = errors.New("it does not begin with a header")
			}
		} else {
			var d Done
			if err = d.parse(line); err == nil && !seen[d.Task()] {
				seen[d.Task()] = true
				done = append(done, d)
			}
		}
		if err != nil && len(rest) == 0 && number > 1 {
			return h, done, whole, nil // torn in a way that kept its end
		}
		if err != nil {
			return nil, nil, 0, fmt.Errorf("line %d is not of a sweep's journal (%s): choose another folder or remove that file", number, input.Brief(err.Error(), 200))
		}
		whole += len(line) + 1
	}
}

// parse reads a line of a start.
func (d *Done) parse(line []byte) error {
	if err := json.Unmarshal(line, d); err != nil {
		return err
	}
	n := len(d.Path.Tick)
	if n == 0 || len(d.Path.X) != n || len(d.Path.Y) != n || d.SpikeHash == "" {
		return errors.New("it holds no finished start")
	}
	return nil
}

// Append adds a finished start and waits until it is on disk.
func (j *Journal) Append(d Done) error { return j.write(d) }

func (j *Journal) write(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("%s: %w", j.file.Name(), err)
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return err
	}
	return j.file.Sync()
}

// Close lets others open the journal.
func (j *Journal) Close() error { return j.file.Close() }
