package snn_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

func TestParseState(t *testing.T) {
	start := snn.SynapseState{CurrentGain: 1, Alive: true}
	if snn.StartState() != start {
		t.Errorf("start state %+v", snn.StartState())
	}
	const all = `{"eligibility": 0.5, "elig_post": 0.25, "trace": 2, "current_gain": 1.5, "source_fires": 7, "coincidences": 3, "alive": false, "more": null}`
	for k, want := range map[snn.SynapseType]snn.SynapseState{ // each type takes its own keys only
		snn.Fixed:         start,
		snn.GapJunction:   start,
		snn.Plastic:       {Eligibility: 0.5, EligPost: 0.25, CurrentGain: 1, Alive: true},
		snn.Gated:         {Eligibility: 0.5, CurrentGain: 1, Alive: true},
		snn.RewardPlastic: {Eligibility: 0.5, Trace: 2, CurrentGain: 1, Alive: true},
		snn.Facilitating:  {CurrentGain: 1.5, Alive: true},
		snn.Depressing:    {CurrentGain: 1.5, Alive: true},
		snn.Developmental: {Eligibility: 0.5, CurrentGain: 1, SourceFires: 7, Coincidences: 3},
	} {
		if got, err := snn.ParseState(k, all); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", k, got, err, want)
		}
		for _, text := range []string{"", "{}", `{"x": 1}`} {
			if got, err := snn.ParseState(k, text); err != nil || got != start {
				t.Errorf("%s %q: %+v, %v; want the start state", k, text, got, err)
			}
		}
	}
}

func TestParseStateErrors(t *testing.T) {
	for _, text := range []string{
		"{", "[]", "3", `"x"`, "null", "{}x", `{"eligibility": "1"}`, `{"eligibility": NaN}`, `{"eligibility": 1e999}`,
		`{"source_fires": 1.5}`, `{"coincidences": true}`, `{"alive": 1}`, `{"alive": "true"}`,
	} {
		if s, err := snn.ParseState(snn.Developmental, text); err == nil || !strings.Contains(err.Error(), "malformed state JSON") {
			t.Errorf("%s: %+v, error %v", text, s, err)
		}
	}
	for _, text := range []string{`{"source_fires": -1}`, `{"coincidences": -3}`, `{"source_fires": 3000000000}`, `{"coincidences": 2147483648}`} {
		if s, err := snn.ParseState(snn.Developmental, text); err == nil || !strings.Contains(err.Error(), "outside 0..2147483647") {
			t.Errorf("%s: %+v, error %v", text, s, err)
		}
	}
}

func TestAppendState(t *testing.T) {
	s := snn.SynapseState{Eligibility: 0.5, EligPost: 1e-7, Trace: 2, CurrentGain: 1, SourceFires: 7, Coincidences: 3, Alive: true}
	for _, c := range []struct {
		kind snn.SynapseType
		ltd  bool
		want string
	}{
		{snn.Fixed, false, "{}"},
		{snn.GapJunction, false, "{}"},
		{snn.Plastic, false, `{"eligibility": 0.5}`},
		{snn.Plastic, true, `{"eligibility": 0.5, "elig_post": 1e-07}`},
		{snn.Gated, false, `{"eligibility": 0.5}`},
		{snn.RewardPlastic, false, `{"trace": 2.0, "eligibility": 0.5}`},
		{snn.Facilitating, false, `{"current_gain": 1.0}`},
		{snn.Depressing, false, `{"current_gain": 1.0}`},
		{snn.Developmental, false, `{"eligibility": 0.5, "source_fires": 7, "coincidences": 3, "alive": true}`},
	} {
		if got := string(snn.AppendState([]byte("before "), c.kind, c.ltd, s)); got != "before "+c.want {
			t.Errorf("%s: %s, want %s", c.kind, got, c.want)
		}
	}
}

// TestStateRoundTrip: what is written reads back equal, for every type.
func TestStateRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		k := rapid.SampledFrom([]snn.SynapseType{
			snn.Fixed, snn.Plastic, snn.Gated, snn.RewardPlastic, snn.Facilitating, snn.Depressing, snn.Developmental, snn.GapJunction,
		}).Draw(r, "type")
		float := rapid.Float64()
		want, all := snn.StartState(), snn.SynapseState{
			Eligibility: float.Draw(r, "eligibility"), EligPost: float.Draw(r, "elig_post"),
			Trace: float.Draw(r, "trace"), CurrentGain: float.Draw(r, "gain"),
			SourceFires: rapid.Int64Range(0, 1<<31-1).Draw(r, "fires"), Coincidences: rapid.Int64Range(0, 1<<31-1).Draw(r, "coincidences"),
			Alive: rapid.Bool().Draw(r, "alive"),
		}
		switch k {
		case snn.Plastic:
			want.Eligibility, want.EligPost = all.Eligibility, all.EligPost
		case snn.Gated:
			want.Eligibility = all.Eligibility
		case snn.RewardPlastic:
			want.Eligibility, want.Trace = all.Eligibility, all.Trace
		case snn.Facilitating, snn.Depressing:
			want.CurrentGain = all.CurrentGain
		case snn.Developmental:
			want.Eligibility, want.Alive = all.Eligibility, all.Alive
			want.SourceFires, want.Coincidences = all.SourceFires, all.Coincidences
		}
		text := string(snn.AppendState(nil, k, true, all))
		got, err := snn.ParseState(k, text)
		if err != nil || got != want {
			r.Fatalf("%s: %+v, %v; want %+v", text, got, err, want)
		}
	})
}
