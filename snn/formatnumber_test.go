package snn_test

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestFormatNumber compares with what Python's repr writes.
func TestFormatNumber(t *testing.T) {
	for _, c := range []struct {
		bits uint64
		repr string
	}{
		{0x0000000000000000, "0.0"},
		{0x8000000000000000, "-0.0"},
		{0x3ff0000000000000, "1.0"},
		{0xbff0000000000000, "-1.0"},
		{0x3fb999999999999a, "0.1"},
		{0x3fe0000000000000, "0.5"},
		{0x3fd5555555555555, "0.3333333333333333"},
		{0x3fe5555555555555, "0.6666666666666666"},
		{0x3f1a36e2eb1c432d, "0.0001"},
		{0x3f1a36e2eb1c432c, "9.999999999999999e-05"},
		{0x3f202e4b6ce5dc68, "0.00012345"},
		{0x3ee4f8b588e368f1, "1e-05"},
		{0x3eef75104d551d69, "1.5e-05"},
		{0x430c6bf526340000, "1000000000000000.0"},
		{0x4341c37937e08000, "1e+16"},
		{0x4341c37937e07fff, "9999999999999998.0"},
		{0x4376345785d8a000, "1e+17"},
		{0x437b69b4ba630f35, "1.2345678901234568e+17"},
		{0x4480f0cf064dd592, "1e+22"},
		{0x44b52d02c7e14af6, "1e+23"},
		{0x54b249ad2594c37d, "1e+100"},
		{0x7e41eb2d66005835, "1.5e+300"},
		{0x7fefffffffffffff, "1.7976931348623157e+308"},
		{0x0000000000000001, "5e-324"},
		{0x0010000000000000, "2.2250738585072014e-308"},
		{0x4059000000000000, "100.0"},
		{0x4132d68700000000, "1234567.0"},
		{0x41678c29dccccccd, "12345678.9"},
		{0x3fd3333333333334, "0.30000000000000004"},
		{0xc050400000000000, "-65.0"},
		{0xc030400000000000, "-16.25"},
		{0x400921fb54442d18, "3.141592653589793"},
		{0x3e7ad7f29abcaf48, "1e-07"},
		{0x4011666666666666, "4.35"},
		{0x3c36b082c2148b8e, "1.23e-18"},
		{0x4340000000000000, "9007199254740992.0"},
		{0x43e0000000000000, "9.223372036854776e+18"},
		{0xbdf12e0be826d695, "-2.5e-10"},
		{0x4164d8399f767c45, "10928588.983213553"},
		{0x5bc8fbbcbde5c099, "1.4186613525849614e+134"},
		{0xb0c11fdecb91ce37, "-7.571968556055867e-74"},
		{0xd76d4330f1446bea, "-1.4074705188261364e+113"},
		{0xa6eb8c9ebd69fe29, "-3.3339745473042614e-121"},
		{0x87b0b125ec1d7da0, "-1.2342180766211395e-271"},
		{0xd7210dff076ce2ef, "-5.126864004244935e+111"},
		{0xc6a5387777330bdb, "-2.1520217579844227e+32"},
		{0x3fc1ea36f17fd374, "0.1399601630397701"},
		{0x0d464138a6233255, "1.01853664031722e-244"},
		{0x2827688de6a16a3b, "2.9704598186234577e-115"},
		{0x5f2dd97f1cfb10f6, "3.0534183338726823e+150"},
	} {
		if got := snn.FormatNumber(math.Float64frombits(c.bits)); got != c.repr {
			t.Errorf("%#016x: %s, Python writes %s", c.bits, got, c.repr)
		}
	}
}

func TestFormatNumberReadsBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		x := rapid.Float64().Draw(r, "x")
		text := snn.FormatNumber(x)
		back, err := strconv.ParseFloat(text, 64)
		if err != nil || math.Float64bits(back) != math.Float64bits(x) {
			r.Fatalf("%s reads back as %v, %v", text, back, err)
		}
	})
}
