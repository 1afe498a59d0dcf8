package shaders

import "testing"

func TestExplain(t *testing.T) {
	s := Source{places: []Place{
		{Prelude, 1}, {"integrate.comp", 1}, {"contract.glsl", 1}, {"contract.glsl", 2}, {"integrate.comp", 3},
	}}
	for _, c := range []struct{ driver, log, want string }{
		{
			"Mesa",
			"0:5(5): error: `x' undeclared\n0:4(0): warning: odd\n",
			"integrate.comp:3:5: error: `x' undeclared\ncontract.glsl:2: warning: odd",
		},
		{
			"Mesa's preprocessor",
			"0:1(9): preprocessor error: syntax error",
			"<defines>:1:9: preprocessor error: syntax error",
		},
		{
			"Mesa's linker",
			"error: unresolved reference to function `f'",
			"error: unresolved reference to function `f'",
		},
		{
			"NVIDIA",
			"0(3) : error C1503: undefined variable \"x\"\r\n0(2) : warning C7022: unrecognized\r\n\x00",
			"contract.glsl:1: error C1503: undefined variable \"x\"\nintegrate.comp:1: warning C7022: unrecognized",
		},
		{
			"NVIDIA's linker",
			"Compute info\n------------\n0(5) : error C5025: lvalue too large\n(0) : error C6020: no output",
			"Compute info\n------------\nintegrate.comp:3: error C5025: lvalue too large\n(0) : error C6020: no output",
		},
		{
			"AMD, Intel, glslang",
			"ERROR: 0:5: 'x' : undeclared identifier\nWARNING: 0:3: odd\nERROR: 2 compilation errors.  No code generated.",
			"integrate.comp:3: error: 'x' : undeclared identifier\ncontract.glsl:1: warning: odd\nERROR: 2 compilation errors.  No code generated.",
		},
		{"no such line", "0:6(5): error: x", "0:6(5): error: x"},
		{"no such number", "0:99999999999999999999(5): error: x", "0:99999999999999999999(5): error: x"},
		{"nothing", "\x00\n", ""},
	} {
		if got := s.Explain(c.log); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.driver, got, c.want)
		}
	}
}
