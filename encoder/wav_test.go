package encoder

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file is a WAV file as a test writes it.
type file struct {
	format, channels, bits, rate int
	extensible                   bool
	between                      []byte // chunks between fmt and data
	data                         []byte
}

func (f file) bytes() []byte {
	var b bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				panic(err)
			}
		}
	}
	put([]byte("RIFF"), uint32(0), []byte("WAVEfmt "))
	code, size := f.format, 16
	if f.extensible {
		code, size = 0xFFFE, 40
	}
	put(uint32(size), uint16(code), uint16(f.channels), uint32(f.rate), uint32(f.rate*f.channels*f.bits/8),
		uint16(f.channels*f.bits/8), uint16(f.bits))
	if f.extensible {
		put(uint16(22), uint16(f.bits), uint32(0), uint16(f.format),
			[]byte{0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71})
	}
	put(f.between, []byte("data"), uint32(len(f.data)), f.data)
	return b.Bytes()
}

// quantised encodes steps of 1/128 without loss.
func quantised(f file, steps []int) file {
	for _, step := range steps {
		for range f.channels {
			switch {
			case f.format == formatFloat:
				f.data = binary.LittleEndian.AppendUint32(f.data, math.Float32bits(float32(step)/128))
			case f.bits == 8:
				f.data = append(f.data, byte(step+128))
			default:
				var b [8]byte
				binary.LittleEndian.PutUint64(b[:], uint64(int64(step)<<(f.bits-8)))
				f.data = append(f.data, b[:f.bits/8]...)
			}
		}
	}
	return f
}

func decode(t *testing.T, data []byte) *Encoded {
	t.Helper()
	e, err := encodeWAV(context.Background(), bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// noise is reproducible and uses all of 8 bits.
func noise(n int) []int {
	r := rand.New(rand.NewPCG(1, 2))
	steps := make([]int, n)
	for i := range steps {
		steps[i] = r.IntN(256) - 128
	}
	return steps
}

// TestFormats writes the same sound in every format that is read.
func TestFormats(t *testing.T) {
	steps := noise(3001) // odd: 8 bits mono need a padding byte, if any
	want := decode(t, quantised(file{format: 1, channels: 1, bits: 16, rate: 22050}, steps).bytes())
	if n := want.Frames(); n != 14 { // 3001 samples of 22,050 Hz last 136.1 ms
		t.Errorf("%d windows, want 14", n)
	}
	for _, f := range []file{
		{format: 1, channels: 1, bits: 8}, {format: 1, channels: 1, bits: 24}, {format: 1, channels: 1, bits: 32},
		{format: 1, channels: 2, bits: 8}, {format: 1, channels: 2, bits: 16}, {format: 1, channels: 2, bits: 24},
		{format: 1, channels: 2, bits: 32}, {format: 3, channels: 1, bits: 32}, {format: 3, channels: 2, bits: 32},
		{format: 1, channels: 2, bits: 24, extensible: true}, {format: 3, channels: 1, bits: 32, extensible: true},
		{format: 1, channels: 1, bits: 16, between: []byte("LIST\x03\x00\x00\x00abc\x00fact\x04\x00\x00\x00abcd")},
	} {
		f.rate = 22050
		if got := decode(t, quantised(f, steps).bytes()); got.Hash() != want.Hash() || got.Seconds != want.Seconds {
			t.Errorf("%+v: other bands", f)
		}
	}
}

// TestStereoIsTheMean hears x on one side and -x, or x, on the other.
func TestStereoIsTheMean(t *testing.T) {
	f := file{format: 1, channels: 2, bits: 8, rate: 8000}
	for _, step := range noise(800) {
		f.data = append(f.data, byte(128+step/2), byte(128-step/2))
	}
	if e := decode(t, f.bytes()); loudest(e) != 0 {
		t.Error("opposite channels do not cancel")
	}
}

func loudest(e *Encoded) float64 {
	most := 0.0
	for n := range e.Frames() {
		for b := range Bands {
			most = max(most, e.Value(n, b))
		}
	}
	return most
}

// TestSoX reads what SoX 14.4.2 has written: one sound in several formats, and
// one to a pipe, where it could not know the length.
func TestSoX(t *testing.T) {
	want := load(t, "sox_8.wav")
	if loudest(want) != 1 || want.Rate != 8000 || want.Seconds != 0.15 || want.Frames() != 15 {
		t.Errorf("%d Hz, %v s, %d windows", want.Rate, want.Seconds, want.Frames())
	}
	for _, name := range []string{"sox_16.wav", "sox_24.wav", "sox_32.wav", "sox_float.wav", "sox_stereo.wav", "sox_piped.wav"} {
		if got := load(t, name); got.Hash() != want.Hash() || got.Seconds != want.Seconds {
			t.Errorf("%s: other bands than sox_8.wav", name)
		}
	}
}

// TestSoXSine knows the answer: 1,000 Hz at 8 kHz is coefficient 25 of 200,
// whose neighbours get half of it from the Hann window and all others nothing.
// All three lie in band 20, from 923 to 1,042 Hz.
func TestSoXSine(t *testing.T) {
	e := load(t, "sox_1000hz.wav")
	for n := range 8 { // the last two reach beyond the end, and their click is 0.5 % louder
		for b := range Bands {
			// SoX dithers the last of 16 bits: that is less than a step of 2^-12.
			switch v := e.Value(n, b); {
			case b == 20 && (v < 0.99 || math.Abs(v-e.Value(0, b)) > 1.0/levels):
				t.Errorf("window %d: %v in the tone's band, %v in window 0", n, v, e.Value(0, b))
			case b != 20 && v > 1.0/levels:
				t.Errorf("window %d, band %d: %v", n, b, v)
			}
		}
	}
}

func load(t *testing.T, name string) *Encoded {
	t.Helper()
	e, err := LoadWAV(context.Background(), filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestBadWAV(t *testing.T) {
	good := quantised(file{format: 1, channels: 2, bits: 16, rate: 8000}, noise(500))
	with := func(change func(*file)) []byte {
		f := good
		change(&f)
		return f.bytes()
	}
	patched := func(at int, with ...byte) []byte {
		b := good.bytes()
		copy(b[at:], with)
		return b
	}
	const dataSize = 40 // where the data chunk's size stands
	nan := file{format: 3, channels: 1, bits: 32, rate: 8000, data: make([]byte, 400)}
	binary.LittleEndian.PutUint32(nan.data[40:], 0x7fc00000)
	inf := file{format: 3, channels: 1, bits: 32, rate: 8000, data: make([]byte, 400)}
	binary.LittleEndian.PutUint32(inf.data[396:], 0xff800000)
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "not a WAV file: it is empty"},
		"text":            {[]byte("This is no sound at all, it is a text."), "not a WAV file"},
		"short":           {[]byte("RIFF"), "not a WAV file"},
		"AVI":             {patched(8, 'A', 'V', 'I', ' '), "not a WAV file"},
		"big-endian":      {patched(3, 'X'), "RIFX"},
		"64 bits":         {patched(0, 'R', 'F', '6', '4'), "RF64"},
		"header only":     {good.bytes()[:12], "no fmt chunk: the file ends after 12 bytes"},
		"half a chunk":    {good.bytes()[:30], "the fmt chunk has 10 bytes"},
		"no data":         {good.bytes()[:36], "no data chunk: the file ends after 36 bytes"},
		"data first":      {append([]byte("RIFF\x00\x00\x00\x00WAVE"), good.bytes()[36:]...), "data chunk stands before"},
		"empty data":      {with(func(f *file) { f.data = nil }), "holds no sound"},
		"truncated":       {good.bytes()[:1044], "truncated: 1000 of 2000 bytes of sound are missing"},
		"half a sample":   {with(func(f *file) { f.data = f.data[:1999] }), "truncated: the last sample has 3 of 4 bytes"},
		"huge data":       {patched(dataSize, 0xfe, 0xff, 0xff, 0xff), "truncated: 4294965294 of 4294967294 bytes of sound are missing"},
		"huge fmt":        {patched(16, 0xff, 0xff, 0xff, 0x7f), "no data chunk"},
		"huge chunk":      {with(func(f *file) { f.between = []byte("LIST\xff\xff\xff\xff") }), "no data chunk"},
		"small fmt":       {patched(16, 14, 0), "the fmt chunk has 14 bytes"},
		"ADPCM":           {patched(20, 2), "format code 2 (ADPCM): only PCM (1) and floats (3)"},
		"MP3":             {patched(20, 85), "format code 85 (MPEG)"},
		"unknown code":    {patched(20, 0x34, 0x12), "format code 4660:"},
		"12 bits":         {patched(34, 12), "samples of 12 bits"},
		"64 bits float":   {patched(20, 3, 0, 2, 0, 0x40, 0x1f, 0, 0, 0, 0, 0, 0, 16, 0, 64), "floats of 64 bits"},
		"0 bits":          {patched(34, 0), "samples of 0 bits"},
		"rate 0":          {patched(24, 0, 0, 0, 0), "a sampling rate of 0 Hz, must be 1000 to 768000"},
		"huge rate":       {patched(24, 0xff, 0xff, 0xff, 0xff), "a sampling rate of 4294967295 Hz"},
		"no channel":      {patched(22, 0), "0 channels"},
		"6 channels":      {patched(22, 6), "6 channels: only mono and stereo"},
		"alignment":       {patched(32, 3), "3 bytes for a sample of 2 channels, must be 4"},
		"strange GUID":    {patched(20, 0xfe, 0xff), "extensible"},
		"NaN":             {nan.bytes(), "sample 11 is not a finite number"},
		"infinity at end": {inf.bytes(), "sample 100 is not a finite number"},
	} {
		path := filepath.Join(t.TempDir(), "sound.wav")
		if err := os.WriteFile(path, test.data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := LoadWAV(context.Background(), path)
		if err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with %q", name, err, test.want)
		}
	}
	if _, err := LoadWAV(context.Background(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "not a file that can be read twice") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := LoadWAV(context.Background(), "testdata/sox_mulaw.wav"); err == nil || !strings.Contains(err.Error(), "format code 7 (mu-law)") {
		t.Errorf("mu-law: %v", err)
	}
}

// TestTooLong claims a day of sound without having it: the length is refused
// before anything is read.
func TestTooLong(t *testing.T) {
	l := &layout{format: 1, channels: 1, bits: 8, rate: 1000}
	size := int64(44 + maxSeconds*l.rate)
	head := file{format: 1, channels: 1, bits: 8, rate: 1000}.bytes()
	binary.LittleEndian.PutUint32(head[40:], uint32(size-44))
	_, err := encodeWAV(context.Background(), bytes.NewReader(head), size)
	if err == nil || !strings.Contains(err.Error(), "lasts 24 hours, must be less than 24") {
		t.Errorf("error %v", err)
	}
}

// TestShrinks reads a file that loses its end after it was checked.
func TestShrinks(t *testing.T) {
	data := quantised(file{format: 1, channels: 1, bits: 16, rate: 8000}, noise(20000)).bytes()
	_, err := encodeWAV(context.Background(), bytes.NewReader(data[:30000]), int64(len(data)))
	if err == nil || !strings.Contains(err.Error(), "became shorter") {
		t.Errorf("error %v", err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := LoadWAV(ctx, "testdata/sox_8.wav"); err == nil || ctx.Err() == nil {
		t.Errorf("error %v", err)
	}
}
