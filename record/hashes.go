package record

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
)

// hashList holds certificates at even distances. Its memory is bounded: a long
// run is certified less and less often.
type hashList struct {
	every int32
	marks []Mark
}

// How often the hash of the spikes is noted.
const (
	hashEvery  = 1000 // [ticks], at first
	maxHashes  = 10000
	fieldHash  = "hashes" // the name of the spool
	hashRecord = 4 + 8 + 32
)

func newHashList() *hashList { return &hashList{every: hashEvery} }

// next returns after how many ticks the next hash is to be noted.
func (h *hashList) next(ticks int32) int32 { return following(ticks, h.every) }

// following returns the first multiple of every beyond ticks.
func following(ticks, every int32) int32 {
	next := (int64(ticks)/int64(every) + 1) * int64(every)
	return int32(min(next, never))
}

const never = 1<<31 - 1

// add notes a mark, if it is due. It reports whether it was.
func (h *hashList) add(m Mark) bool {
	if m.Tick == 0 || m.Tick%h.every != 0 {
		return false
	}
	if len(h.marks) == maxHashes {
		h.every *= 2
		h.marks = slices.DeleteFunc(h.marks, func(m Mark) bool { return m.Tick%h.every != 0 })
		if m.Tick%h.every != 0 {
			return false
		}
	}
	h.marks = append(h.marks, m)
	return true
}

// hashTimes says which hashes a hashList keeps, without keeping them: a recorder
// has them in its spool.
type hashTimes struct{ every, last int32 } // last: tick of the last one

// times are those of a list so far.
func (h *hashList) times() hashTimes {
	t := hashTimes{every: h.every}
	if n := len(h.marks); n > 0 {
		t.last = h.marks[n-1].Tick
	}
	return t
}

// next returns after how many ticks the next hash is to be noted.
func (h *hashTimes) next(ticks int32) int32 { return following(ticks, h.every) }

// due reports whether the hash after so many ticks is to be noted.
func (h *hashTimes) due(ticks int32) bool { return ticks > h.last && ticks%h.every == 0 }

// add reports whether the hash of a tick that is due is kept.
func (h *hashTimes) add(tick int32) bool {
	if h.last/h.every == maxHashes {
		h.every *= 2
		if tick%h.every != 0 {
			return false
		}
	}
	h.last = tick
	return true
}

// hashHeader is the header of the hashes' spool. They end up in the manifest.
func hashHeader() *spoolHeader {
	return &spoolHeader{File: File{Field: fieldHash, Columns: []Column{
		{Name: "tick", Type: typeInt32}, {Name: "spikes", Type: typeInt64}, {Name: "sha256", Type: typeUint8, Shape: "[k,32]"},
	}}}
}

// appendHash appends a mark's record.
func appendHash(b []byte, m Mark) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(m.Tick))
	b = binary.LittleEndian.AppendUint64(b, uint64(m.Spikes))
	b, err := hex.AppendDecode(b, []byte(m.Hash))
	if err != nil {
		panic(err) // snn.SpikeHash writes hexadecimal
	}
	return b
}

// readHashes reads the hashes of a spool up to an offset.
func readHashes(dir string, end int64) (*hashList, error) {
	r, err := openSpool(dir, fieldHash, end)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if r.record != hashRecord {
		return nil, fmt.Errorf("%s: records of %d bytes", r.path, r.record)
	}
	h, in, one := newHashList(), r.records(), make([]byte, hashRecord)
	for {
		if _, err := io.ReadFull(in, one); errors.Is(err, io.EOF) {
			return h, nil
		} else if err != nil {
			return nil, err
		}
		h.add(Mark{
			Tick:   int32(binary.LittleEndian.Uint32(one)),
			Spikes: int64(binary.LittleEndian.Uint64(one[4:])),
			Hash:   hex.EncodeToString(one[12:]),
		})
	}
}
