//go:build linux && cgo && egl

package gpu_test

import (
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/shaders"
	"github.com/engine-gpu/engine-gpu/snn"
)

// faults are what a device could do wrong, by the name of the check that must
// find it. Rounding towards zero and fused products are written in double.
func faults() []mutant {
	towards0 := func(name, exact string) string {
		return "if (abs(double(" + name + ")) > abs(" + exact + "))\n\t\t" + name + " = uintBitsToFloat(floatBitsToUint(" + name + ") - 1u);"
	}
	const k = "arithmetic.comp"
	return []mutant{
		{"rounding of +", k, "precise float sum = a + b;", "precise float sum = a + b;\n\t" + towards0("sum", "double(a) + double(b)")},
		{"rounding of -", k, "precise float difference = a - b;", "precise float difference = a - b;\n\t" + towards0("difference", "double(a) - double(b)")},
		{"rounding of x", k, "precise float product = a * b;", "precise float product = a * b;\n\t" + towards0("product", "double(a) * double(b)")},
		{"no contraction of a x b + c", k, "precise float product_sum = a * b + c;", "float product_sum = float(double(a) * double(b) + double(c));"},
		{"int to float", "fixedpoint.glsl", "precise float whole = float(sum >> 16) * 65536.0 + float(sum & 0xffff);",
			"precise float whole = float(sum >> 8) * 256.0;"},
		{"rounding to int", "fixedpoint.glsl", "roundEven(scaled)", "floor(scaled + 0.5)"},
		{"min and max", k, "min(max(a, -100.0), 35.0)", "max(a, -100.0)"},
		{"membrane half step", "membrane.glsl", "0.04 * v", "0.040000003 * v"},
		{"noise", "noise.glsl", "0x9E3779B9u", "0x9E3779B8u"},
		{"high word of 32 x 32 bits", k, "results[at + 9] = high;", "results[at + 9] = high + (low >> 31);"},
		{"low word of 32 x 32 bits", k, "results[at + 10] = low;", "results[at + 10] = (o.a & 0xffffffu) * (o.b & 0xffffffu);"},
		{"comparison", k, "a >= 30.0", "a > 30.0"},
		{"32-bit atomics", k, "atomicAdd(sums[0], o.whole);", "atomicAdd(sums[0], o.whole & ~1);"},
		{"32-bit atomics", k, "atomicOr(sums[1], 1 << (i & 31));", "atomicOr(sums[1], 1 << (i & 15));"},
		{"32-bit atomics", k, "atomicAdd(sums[2], 1);", "if (i > 0)\n\t\tatomicAdd(sums[2], 1);"},
		{"denormals kept", k, "uintBitsToFloat(o.a & 0x007fffffu) * 1.0", "0.0"},
	}
}

// TestSelfTestFindsEveryFault: each check fails for the fault that it is for,
// and for a fault that would change a run New refuses the device by name.
func TestSelfTestFindsEveryFault(t *testing.T) {
	needGL(t)
	t.Parallel()
	brain := backendtest.Lively(20).Generate(1)
	found := map[string]bool{}
	for _, m := range faults() {
		t.Run(m.name, func(t *testing.T) {
			kernels := m.kernels(t)
			checks, err := gpu.SelfTestOf(kernels)
			if err != nil {
				t.Fatal(err)
			}
			harmless := false
			for _, c := range checks {
				if c.Name != m.name {
					continue
				}
				if c.Failed == 0 || c.Case == "" {
					t.Errorf("not found: %+v", c)
				}
				found[c.Name], harmless = true, c.Harmless
			}
			b, err := gpu.NewAltered(brain, snn.Options{}, gpu.Altered{Config: best(), Kernels: kernels})
			if err == nil {
				b.Close()
			}
			switch {
			case harmless && err != nil:
				t.Errorf("refused: %v", err)
			case !harmless && (err == nil || !strings.Contains(err.Error(), "fails the self-test of ") || strings.Contains(err.Error(), "\n")):
				t.Errorf("not refused: %v", err)
			}
		})
	}
	checks, err := gpu.SelfTestOf(shaders.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !found[c.Name] {
			t.Errorf("no fault makes the check %q fail", c.Name)
		}
		if c.Failed > 0 && !c.Harmless {
			t.Errorf("without a fault: %+v", c)
		}
	}
	if err := gpu.Trusted(checks); err != nil {
		t.Error(err)
	}
}

// TestSelfTest: the exported test names the device.
func TestSelfTest(t *testing.T) {
	needGL(t)
	device, checks, err := gpu.SelfTest(gpu.Best)
	if err != nil || device.Name == "" || len(device.Facts) == 0 || len(checks) == 0 {
		t.Errorf("%+v, %d checks, %v", device, len(checks), err)
	}
	for _, f := range device.Facts {
		t.Logf("fact %s: %s", f.Name, f.Value) // read by benchmarks/gpu/run.sh
	}
	if _, _, err := gpu.SelfTest(999); err == nil || !strings.Contains(err.Error(), "device 999 does not exist") {
		t.Errorf("device 999: %v", err)
	}
}
