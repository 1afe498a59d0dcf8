package engine

import (
	"os"
	"strings"
	"testing"
)

func TestParseProgramRefuses(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"not JSON":            {`{`, "not a stimulus program"},
		"not an object":       {`[1]`, "not a stimulus program"},
		"unknown key":         {`{"tonik": 2}`, "tonik"},
		"unknown phase key":   {`{"phases":[{"duration":1,"curent":2}]}`, "curent"},
		"two values":          {`{} {}`, "text follows"},
		"no time":             {`{"phases":[{"current":1}]}`, "phase 1: needs either duration"},
		"half a window":       {`{"phases":[{"tick_start":1}]}`, "phase 1: needs either duration"},
		"both times":          {`{"phases":[{"duration":5,"tick_start":1,"tick_end":2}]}`, "phase 1: needs either duration"},
		"no duration":         {`{"phases":[{"duration":0}]}`, "duration 0 is not positive"},
		"fractional duration": {`{"phases":[{"duration":1.5}]}`, "duration"},
		"window backwards":    {`{"phases":[{"tick_start":5,"tick_end":5}]}`, "ticks 5 to 5"},
		"window before 0":     {`{"phases":[{"tick_start":-1,"tick_end":5}]}`, "ticks -1 to 5"},
		"NaN":                 {`{"tonic": NaN}`, "not a stimulus program"},
		"overflow":            {`{"tonic": 1e999}`, "tonic"},
		"huge tonic":          {`{"tonic": -1e300}`, "tonic -1e+300 is beyond 1e+06"},
		"huge current":        {`{"phases":[{"duration":1,"current":1e7}]}`, "phase 1: current 1e+07"},
		"huge noise":          {`{"phases":[{"duration":1,"noise":1e300}]}`, "noise 1e+300 is beyond"},
		"huge reward":         {`{"rewards":{"every":1,"values":[1e40]}}`, "reward 1e+40 is beyond"},
		"negative noise":      {`{"phases":[{"duration":1,"noise":-1}]}`, "noise -1 is negative"},
		"stride 0":            {`{"phases":[{"duration":1,"targets":{"stride":0}}]}`, "stride 0 is not positive"},
		"unknown type":        {`{"phases":[{"duration":1,"targets":{"type":"XY"}}]}`, `unknown neuron type "XY"`},
		"two kinds of target": {`{"phases":[{"duration":1,"targets":{"type":"RS","stride":2}}]}`, "targets is neither"},
		"targets a word":      {`{"phases":[{"duration":1,"targets":"all"}]}`, "targets is neither"},
		"ids no numbers":      {`{"phases":[{"duration":1,"targets":["a"]}]}`, "not a list of neuron ids"},
		"loop of nothing":     {`{"loop":true}`, "loop needs a phase"},
		"rewards never":       {`{"rewards":{"every":0,"values":[1]}}`, "rewards needs"},
		"rewards of nothing":  {`{"rewards":{"every":5}}`, "rewards needs"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ParseProgram([]byte(test.text))
			if err == nil {
				t.Fatalf("%s was accepted", test.text)
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q does not say %q on one line", err, test.want)
			}
		})
	}
}

func TestLoadProgramNamesTheFile(t *testing.T) {
	path := t.TempDir() + "/stimulus.json"
	if err := os.WriteFile(path, []byte(`{"loop":true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadProgram(path); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
		t.Errorf("error %v does not begin with the file", err)
	}
	// Targets show to be wrong only with a brain.
	if err := os.WriteFile(path, []byte(`{"phases":[{"duration":1,"targets":[4]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := LoadProgram(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newSchedule(p, row(3, 5)); err == nil || !strings.HasPrefix(err.Error(), path+": phase 1: ") {
		t.Errorf("error %v does not begin with the file", err)
	}
	large, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer large.Close()
	if err := large.Truncate(maxFileSize + 1); err != nil { // takes no room on the disk
		t.Fatal(err)
	}
	if _, err := LoadProgram(path); err == nil || err.Error() != path+": larger than 16 MiB" {
		t.Errorf("too large a file: %v", err)
	}
	if _, err := LoadProgram(path + ".absent"); err == nil {
		t.Error("an absent file was read")
	}
}
