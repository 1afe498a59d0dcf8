//go:build linux && cgo && egl

package gpu

import (
	"fmt"
	"io/fs"
	"math"
	"math/bits"
	"math/rand/v2"
	"strconv"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/shaders"
	"github.com/engine-gpu/engine-gpu/snn"
)

// operands is a set of operands of shaders/arithmetic.comp.
type operands struct {
	A, B, C float32
	Whole   int32
}

// operation is one result of shaders/arithmetic.comp and what it has to be.
type operation struct {
	name     string
	want     func(o operands, i int32) uint32
	harmless bool
}

// The fixed-point scale of the self-test.
const testBits = 21

// operations lists the operations in the order of the kernel's results.
func operations() []operation {
	scale, unit := float32(math.Ldexp(1, testBits)), float32(math.Ldexp(1, -testBits))
	float := func(f func(o operands) float32) func(operands, int32) uint32 {
		return func(o operands, _ int32) uint32 { return math.Float32bits(f(o)) }
	}
	mul := func(o operands) (uint32, uint32) {
		high, low := bits.Mul32(math.Float32bits(o.A), math.Float32bits(o.B))
		return high, low
	}
	return []operation{
		{"rounding of +", float(func(o operands) float32 { return o.A + o.B }), false},
		{"rounding of -", float(func(o operands) float32 { return o.A - o.B }), false},
		{"rounding of x", float(func(o operands) float32 { return o.A * o.B }), false},
		{"no contraction of a x b + c", float(func(o operands) float32 { return float32(o.A*o.B) + o.C }), false},
		{"int to float", float(func(o operands) float32 { return float32(float32(o.Whole) * unit) }), false},
		{"rounding to int", func(o operands, _ int32) uint32 { return uint32(snn.Quantize(o.C, scale)) }, false},
		{"min and max", float(func(o operands) float32 { return min(max(o.A, -100), 35) }), false},
		{"membrane half step", float(func(o operands) float32 { return halfStep(o.A, o.B, o.C) }), false},
		{"noise", func(o operands, i int32) uint32 {
			seed := uint64(math.Float32bits(o.B))<<32 | uint64(math.Float32bits(o.A))
			return uint32(snn.NoiseInteger(seed, o.Whole, i))
		}, false},
		{"high word of 32 x 32 bits", func(o operands, _ int32) uint32 { high, _ := mul(o); return high }, false},
		{"low word of 32 x 32 bits", func(o operands, _ int32) uint32 { _, low := mul(o); return low }, false},
		{"comparison", func(o operands, _ int32) uint32 { return uint32(truth(o.A >= 30)) }, false},
		{"denormals kept", func(o operands, _ int32) uint32 { return math.Float32bits(o.A) & 0x007fffff }, true},
	}
}

// halfStep is the membrane equation's half step (cpu.Backend, integrate).
func halfStep(v, u, current float32) float32 {
	return v + float32(0.5*(float32(float32(0.04*v)*v)+float32(5*v)+140-u+current))
}

// testOperands returns operands as they occur in a tick, and the hard ones:
// sums and products that lie half way between two floats.
func testOperands(n int) []operands {
	random := rand.New(rand.NewPCG(1, 2))
	value := func(low, high float64) float32 {
		return float32(low + (high-low)*random.Float64())
	}
	list := []operands{
		{1, 0x1p-24, 0.5, 1<<24 + 1}, {1, 0x1.8p-24, 1.5, 1<<24 + 3}, {-1, -0x1p-24, 2.5, -(1<<24 + 1)},
		{0x1.000002p0, 0x1.000002p0, -1, math.MaxInt32}, {0x1.fffffep0, 0x1.fffffep0, -4, math.MinInt32},
		{30, 30, 0x1p-22, 0}, {0x1.dffffep4, -65, -0x1p-22, 1}, {-100, 35, 0x1.8p-21, -1},
	}
	for len(list) < n {
		list = append(list,
			operands{value(-100, 35), value(-30, 30), value(-500, 500), int32(random.Uint32())},
			operands{float32(math.Ldexp(float64(value(1, 2)), random.IntN(40)-20)), float32(math.Ldexp(float64(value(-2, -1)), random.IntN(40)-20)),
				float32(math.Ldexp(float64(random.IntN(1<<20))+0.5, -testBits)), int32(random.IntN(1 << 26))})
	}
	return list[:n]
}

// selfTest tries the arithmetic of a context's device. It runs on the context's
// thread, while the context has no Device.
func selfTest(c *egl.Context, fsys fs.FS) ([]Check, error) {
	d, err := glc.New(c, glc.Options{})
	if err != nil {
		return nil, err
	}
	checks, err := tryArithmetic(d, fsys)
	if closing := d.Close(); err == nil {
		err = closing
	}
	return checks, err
}

// tryArithmetic compares the device's results with the host's, operation by
// operation.
func tryArithmetic(d *glc.Device, fsys fs.FS) ([]Check, error) {
	operations := operations()
	source, err := shaders.Expand(fsys, "arithmetic.comp",
		shaders.Define{Name: "OPERATIONS", Value: strconv.Itoa(len(operations))})
	if err != nil {
		return nil, err
	}
	program, err := d.NewProgram(source)
	if err != nil {
		return nil, err
	}
	defer program.Delete()
	given := testOperands(4096)
	results, sums := make([]uint32, len(given)*len(operations)), make([]int32, 3)
	if err := compute(d, program, given, results, sums); err != nil {
		return nil, err
	}
	checks := make([]Check, 0, len(operations)+1)
	for k, operation := range operations {
		c := Check{Name: operation.name, Harmless: operation.harmless, Tried: len(given)}
		for i, o := range given {
			have, want := results[i*len(operations)+k], operation.want(o, int32(i))
			if have == want {
				continue
			}
			if c.Failed == 0 {
				c.Case = fmt.Sprintf("a = %g, b = %g, c = %g, whole = %d: got %#08x (%g), want %#08x (%g)", o.A, o.B, o.C, o.Whole,
					have, math.Float32frombits(have), want, math.Float32frombits(want))
			}
			c.Failed++
		}
		checks = append(checks, c)
	}
	return append(checks, checkAtomics(given, sums)), nil
}

// compute runs the kernel over the operands.
func compute(d *glc.Device, program *glc.Program, given []operands, results []uint32, sums []int32) error {
	arrays := make([]*glc.Buffer, 3)
	for i, a := range []array{
		{"operands", sizeOf[operands](), int64(len(given))},
		{"results", 4, int64(len(results))},
		{"sums", 4, int64(len(sums))},
	} {
		buffer, err := d.NewBuffer(a.name, a.bytes(), glc.Resident)
		if err != nil {
			return err
		}
		defer buffer.Delete()
		if err := buffer.Clear(); err != nil {
			return err
		}
		buffer.Bind(i)
		arrays[i] = buffer
	}
	if err := glc.Upload(arrays[0], 0, given); err != nil {
		return err
	}
	var s setter
	s.int(program, "count", int32(len(given)))
	s.float(program, "scale", float32(math.Ldexp(1, testBits)))
	s.float(program, "unit", float32(math.Ldexp(1, -testBits)))
	if s.err != nil {
		return s.err
	}
	if err := program.Dispatch((len(given) + snn.SynapseGroup - 1) / snn.SynapseGroup); err != nil {
		return err
	}
	if err := glc.Read(arrays[1], 0, results); err != nil {
		return err
	}
	if err := glc.Read(arrays[2], 0, sums); err != nil {
		return err
	}
	return d.Check()
}

func checkAtomics(given []operands, sums []int32) Check {
	var sum int32
	for _, o := range given {
		sum += o.Whole
	}
	c := Check{Name: "32-bit atomics", Tried: len(given)}
	if sums[0] != sum || sums[1] != -1 || sums[2] != int32(len(given)) {
		c.Failed = 1
		c.Case = fmt.Sprintf("got sum %d, bits %#x, count %d; want %d, 0xffffffff, %d", sums[0], uint32(sums[1]), sums[2], sum, len(given))
	}
	return c
}
