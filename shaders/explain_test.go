package shaders

import "testing"

func TestExplain(t *testing.T) {
	s := Source{Files: []string{Prelude, "integrate.comp", "contract.glsl"}}
	for _, c := range []struct{ driver, log, want string }{
		{
			"Mesa",
			"1:12(5): error: `x' undeclared\n2:3(0): warning: odd\n",
			"integrate.comp:12:5: error: `x' undeclared\ncontract.glsl:3: warning: odd",
		},
		{
			"Mesa's preprocessor",
			"0:2(9): preprocessor error: syntax error",
			"<defines>:2:9: preprocessor error: syntax error",
		},
		{
			"NVIDIA",
			"2(40) : error C1503: undefined variable \"x\"\r\n1(7) : warning C7022: unrecognized\r\n",
			"contract.glsl:40: error C1503: undefined variable \"x\"\nintegrate.comp:7: warning C7022: unrecognized",
		},
		{
			"NVIDIA's linker",
			"Compute info\n------------\n1(12) : error C5025: lvalue too large\n(0) : error C6020: no output",
			"Compute info\n------------\nintegrate.comp:12: error C5025: lvalue too large\n(0) : error C6020: no output",
		},
		{
			"AMD, Intel, glslang",
			"ERROR: 1:12: 'x' : undeclared identifier\nWARNING: 2:7: odd\nERROR: 2 compilation errors.  No code generated.",
			"integrate.comp:12: error: 'x' : undeclared identifier\ncontract.glsl:7: warning: odd\nERROR: 2 compilation errors.  No code generated.",
		},
		{
			"a source string that does not exist",
			"7:12(5): error: x",
			"source string 7:12:5: error: x",
		},
		{"nothing", "\x00\n", ""},
	} {
		if got := s.Explain(c.log); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.driver, got, c.want)
		}
	}
}
