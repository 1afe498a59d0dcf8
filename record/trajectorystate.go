package record

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// trajectoryHead is the head of a trajectory's binary form; its samples follow.
type trajectoryHead struct {
	Every int32
	Any   bool
	Last  Pose
}

// MarshalBinary returns the path so far, for a checkpoint.
func (t *Trajectory) MarshalBinary() ([]byte, error) {
	data, err := binary.Append(nil, binary.LittleEndian, trajectoryHead{t.every, t.any, t.last})
	if err != nil {
		return nil, err
	}
	return binary.Append(data, binary.LittleEndian, t.samples)
}

// UnmarshalBinary goes on with a path that MarshalBinary returned. The limit
// stays that of the trajectory.
func (t *Trajectory) UnmarshalBinary(data []byte) error {
	var head trajectoryHead
	in := bytes.NewReader(data)
	if err := binary.Read(in, binary.LittleEndian, &head); err != nil {
		return errors.New("the trajectory is cut off")
	}
	size := binary.Size(Pose{})
	if in.Len()%size != 0 || in.Len()/size > t.limit || head.Every < 1 {
		return errors.New("the trajectory is none")
	}
	samples := make([]Pose, in.Len()/size)
	if err := binary.Read(in, binary.LittleEndian, samples); err != nil {
		return err
	}
	t.every, t.any, t.last, t.samples = head.Every, head.Any, head.Last, samples
	return nil
}
