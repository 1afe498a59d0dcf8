package encoder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/go-audio/audio"
	"github.com/go-audio/wav"
)

// LoadWAV reads and encodes a WAV file: mono or stereo, PCM of 8, 16, 24 or 32
// bits or floats of 32 bits, 1 to 768 kHz, up to 24 hours. It holds 64 bytes
// for every 10 ms of sound, whatever the file claims to hold.
func LoadWAV(ctx context.Context, path string) (*Encoded, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a file that can be read twice: write the sound to a file first", path)
	}
	file, err := os.Open(path) // now, for the opening of a pipe may never end
	if err != nil {
		return nil, err
	}
	defer file.Close()
	e, err := encodeWAV(ctx, file, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	e.Name = path
	return e, nil
}

func encodeWAV(ctx context.Context, file io.ReaderAt, size int64) (*Encoded, error) {
	l, err := parseLayout(file, size)
	if err != nil {
		return nil, err
	}
	if l.length()/int64(l.rate) >= maxSeconds {
		return nil, fmt.Errorf("lasts %d hours, must be less than %d: cut it", l.length()/int64(l.rate)/3600, maxSeconds/3600)
	}
	return encode(ctx, sound{
		rate: l.rate, windows: math.MaxInt64,
		open: func() (samples, error) { return newDecoder(file, l) },
	})
}

// maxSeconds bounds what a sound takes in memory, to half a gigabyte.
const maxSeconds = 24 * 3600

// decoder reads the samples of a WAV file, the mean of the channels.
type decoder struct {
	layout  *layout
	wav     *wav.Decoder
	buffer  audio.IntBuffer
	pending []int // of buffer
	done    int64 // samples of each channel read
}

// decoderBlock is the number of values decoded at a time.
const decoderBlock = 8192

// newDecoder gives the library a header that has been checked and the data
// behind it. Left alone, it would make room for what a chunk claims to hold,
// and take a file's sudden end for the sound's.
func newDecoder(file io.ReaderAt, l *layout) (*decoder, error) {
	data := io.NewSectionReader(file, l.dataAt, l.dataSize)
	d := &decoder{layout: l, wav: wav.NewDecoder(&forward{io.MultiReader(l.header(), data)})}
	d.buffer.Data = make([]int, decoderBlock)
	if err := d.wav.FwdToPCM(); err != nil {
		return nil, err
	}
	return d, d.wav.Err()
}

func (d *decoder) read(into []float64) (int, error) {
	channels := d.layout.channels
	for i := range into {
		if d.done == d.layout.length() {
			return i, io.EOF
		}
		if len(d.pending) == 0 {
			n, err := d.wav.PCMBuffer(&d.buffer)
			if err != nil {
				return i, err
			}
			if n < channels { // the file was whole when it was checked
				return i, errors.New("became shorter while it was read")
			}
			d.pending = d.buffer.Data[:n-n%channels]
		}
		x := d.layout.value(d.pending[0])
		if channels == 2 {
			x = (x + d.layout.value(d.pending[1])) / 2
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return i, fmt.Errorf("sample %d is not a finite number", d.done+1)
		}
		into[i] = x
		d.pending = d.pending[channels:]
		d.done++
	}
	return len(into), nil
}

// value converts what the library makes of a sample; integers come to -1..1.
func (l *layout) value(x int) float64 {
	switch {
	case l.format == formatFloat: // read as an integer of as many bits
		return float64(math.Float32frombits(uint32(int32(x))))
	case l.bits == 8: // the only ones without a sign
		return float64(x-128) / 128
	}
	return float64(x) / float64(int64(1)<<(l.bits-1))
}

// forward is a reader that the library never has to rewind. It fills what it
// is given: the library drops the odd bytes of a short read.
type forward struct{ source io.Reader }

func (f *forward) Read(p []byte) (int, error) {
	n, err := io.ReadFull(f.source, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return n, err
}

func (f *forward) Seek(int64, int) (int64, error) {
	return 0, errors.New("a WAV file is read forward only")
}
