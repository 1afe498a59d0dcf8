package engine

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/worm"
)

// arenaState is all that changes of an Arena, in the order in which it is
// stored, little-endian.
type arenaState struct {
	Body                       worm.State
	Nose                       float64 // concentration adapted to
	LastReward                 float64 // concentration at the last reward's time
	Samples                    int64   // this and the rest: arena.Chemotaxis
	First, Last                float64
	Min, Sum                   float64
	FirstX, FirstY             float64
	LastX, LastY               float64
	MotorSpikes, SensorySpikes int64
	Weber                      float64 // concentration that ON and OFF cells are adapted to
	Surprise                   arena.Surprise
	Feedback                   FeedbackState
}

// MarshalBinary returns the worm's state and what it has done, for a
// checkpoint. Brain, dish and senses are not part of it.
func (a *Arena) MarshalBinary() ([]byte, error) {
	c := &a.Chemotaxis
	return binary.Append(nil, binary.LittleEndian, &arenaState{
		Body: a.Body.State, Nose: a.senses.Nose.Level, LastReward: a.rewards.Last,
		Samples: int64(c.Samples), First: c.First, Last: c.Last, Min: c.Min, Sum: c.Sum,
		FirstX: c.FirstX, FirstY: c.FirstY, LastX: c.LastX, LastY: c.LastY,
		MotorSpikes: a.MotorSpikes, SensorySpikes: a.SensorySpikes,
		Weber: a.senses.Weber.Level, Surprise: a.Surprise, Feedback: a.Feedback,
	})
}

// UnmarshalBinary puts the worm into a state that MarshalBinary returned.
func (a *Arena) UnmarshalBinary(data []byte) error {
	var s arenaState
	if size := binary.Size(&s); len(data) != size {
		return fmt.Errorf("the arena's state has %d bytes, not %d", len(data), size)
	}
	if err := binary.Read(bytes.NewReader(data), binary.LittleEndian, &s); err != nil {
		return err
	}
	a.Body.State = s.Body
	a.senses.Nose.Level, a.senses.Weber.Level, a.rewards.Last = s.Nose, s.Weber, s.LastReward
	a.Chemotaxis = arena.Chemotaxis{
		Samples: int(s.Samples), First: s.First, Last: s.Last, Min: s.Min, Sum: s.Sum,
		FirstX: s.FirstX, FirstY: s.FirstY, LastX: s.LastX, LastY: s.LastY,
	}
	a.Surprise, a.Feedback = s.Surprise, s.Feedback
	a.MotorSpikes, a.SensorySpikes = s.MotorSpikes, s.SensorySpikes
	return nil
}
