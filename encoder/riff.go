package encoder

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Format codes of a WAV file's fmt chunk.
const (
	formatPCM        = 1
	formatFloat      = 3
	formatExtensible = 0xFFFE
)

const (
	minRate = 1000   // [Hz] below it no band has its own frequencies
	maxRate = 768000 // [Hz] the highest in use
)

// layout is what a WAV file's headers say, checked against its size.
type layout struct {
	format, channels, bits, rate int
	dataAt, dataSize             int64 // dataSize is whole samples of all channels
}

// length is the number of samples of each channel.
func (l *layout) length() int64 { return l.dataSize / l.frameSize() }

func (l *layout) frameSize() int64 { return int64(l.channels * l.bits / 8) }

// parseLayout walks the chunks of a WAV file up to its data.
func parseLayout(file io.ReaderAt, size int64) (*layout, error) {
	var head [12]byte
	if size == 0 {
		return nil, errors.New("not a WAV file: it is empty")
	}
	if _, err := file.ReadAt(head[:min(size, 12)], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch kind := string(head[:4]); {
	case kind == "RIFX" || kind == "RF64" || kind == "riff":
		return nil, fmt.Errorf("a WAV file of the kind %s, which is not read: convert it to an ordinary one", kind)
	case kind != "RIFF" || string(head[8:]) != "WAVE":
		return nil, errors.New("not a WAV file: it does not begin with RIFF and WAVE; convert other sound to WAV first")
	}
	var l *layout
	for at := int64(len(head)); ; {
		id, claimed, err := chunkAt(file, size, at)
		if err != nil {
			if l == nil {
				return nil, fmt.Errorf("no fmt chunk: %w", err)
			}
			return nil, fmt.Errorf("no data chunk: %w", err)
		}
		at += chunkHead
		switch {
		case id == "fmt " && l == nil:
			if l, err = parseFormat(file, size, at, claimed); err != nil {
				return nil, err
			}
		case id == "data" && l == nil:
			return nil, errors.New("the data chunk stands before the fmt chunk")
		case id == "data":
			return l, l.setData(size, at, claimed)
		}
		at += claimed + claimed%2
	}
}

const chunkHead = 8 // bytes of a chunk's name and size

func chunkAt(file io.ReaderAt, size, at int64) (id string, claimed int64, err error) {
	if at+chunkHead > size {
		return "", 0, fmt.Errorf("the file ends after %d bytes", size)
	}
	var head [chunkHead]byte
	if _, err := file.ReadAt(head[:], at); err != nil && !errors.Is(err, io.EOF) {
		return "", 0, err
	}
	return string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:])), nil
}

// subFormat is what follows the format code in the GUID of an extensible
// header.
const subFormat = "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"

func parseFormat(file io.ReaderAt, size, at, claimed int64) (*layout, error) {
	var b [40]byte // the longest form
	n := min(claimed, int64(len(b)))
	if n < 16 || at+n > size {
		return nil, fmt.Errorf("the fmt chunk has %d bytes, must have at least 16", max(min(claimed, size-at), 0))
	}
	if _, err := file.ReadAt(b[:n], at); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	u16 := func(i int) int { return int(binary.LittleEndian.Uint16(b[i:])) }
	l := &layout{format: u16(0), channels: u16(2), rate: int(binary.LittleEndian.Uint32(b[4:])), bits: u16(14)}
	if l.format == formatExtensible {
		if n < 40 || string(b[26:]) != subFormat {
			return nil, errors.New("an extensible fmt chunk of an unknown kind: convert the file to PCM of 16 bits")
		}
		l.format = u16(24)
	}
	switch {
	case l.format != formatPCM && l.format != formatFloat:
		return nil, fmt.Errorf("format code %d%s: only PCM (1) and floats (3) are read; convert the file to PCM of 16 bits", l.format, formatName(l.format))
	case l.channels != 1 && l.channels != 2:
		return nil, fmt.Errorf("%d channels: only mono and stereo are read; mix it down first", l.channels)
	case l.rate < minRate || l.rate > maxRate:
		return nil, fmt.Errorf("a sampling rate of %d Hz, must be %d to %d", l.rate, minRate, maxRate)
	case l.format == formatFloat && l.bits != 32:
		return nil, fmt.Errorf("floats of %d bits: only those of 32 are read", l.bits)
	case l.bits != 8 && l.bits != 16 && l.bits != 24 && l.bits != 32:
		return nil, fmt.Errorf("samples of %d bits: only those of 8, 16, 24 and 32 are read", l.bits)
	case int64(u16(12)) != l.frameSize():
		return nil, fmt.Errorf("%d bytes for a sample of %d channels, must be %d", u16(12), l.channels, l.frameSize())
	}
	return l, nil
}

// formatName names the usual compressed formats.
func formatName(code int) string {
	switch code {
	case 2, 17:
		return " (ADPCM)"
	case 6:
		return " (A-law)"
	case 7:
		return " (mu-law)"
	case 49:
		return " (GSM)"
	case 80, 85:
		return " (MPEG)"
	}
	return ""
}

// setData takes the data chunk's place and checks that the file holds it.
// Programs that write to a pipe cannot know its size: ffmpeg claims 2^32-1
// bytes, SoX 2^31-4096 at most and whole samples; such data end with the file.
func (l *layout) setData(size, at, claimed int64) error {
	there := size - at
	unknown := claimed == 0xFFFFFFFF || claimed/l.frameSize() == 0x7FFFF000/l.frameSize()
	if claimed > there && !unknown {
		return fmt.Errorf("truncated: %d of %d bytes of sound are missing", claimed-there, claimed)
	}
	claimed = min(claimed, there)
	l.dataAt, l.dataSize = at, claimed-claimed%l.frameSize()
	if l.dataSize == 0 {
		return errors.New("holds no sound: its data chunk is empty")
	}
	if claimed != l.dataSize && !unknown {
		return fmt.Errorf("truncated: the last sample has %d of %d bytes", claimed-l.dataSize, l.frameSize())
	}
	return nil
}

// header returns a plain header for the data, with nothing that is not needed.
func (l *layout) header() io.Reader {
	b := []byte("RIFF\xff\xff\xff\xffWAVEfmt ")
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, formatPCM)
	b = binary.LittleEndian.AppendUint16(b, uint16(l.channels))
	b = binary.LittleEndian.AppendUint32(b, uint32(l.rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(l.rate)*uint32(l.frameSize()))
	b = binary.LittleEndian.AppendUint16(b, uint16(l.frameSize()))
	b = binary.LittleEndian.AppendUint16(b, uint16(l.bits))
	b = append(b, "data"...)
	return bytes.NewReader(binary.LittleEndian.AppendUint32(b, uint32(l.dataSize)))
}
