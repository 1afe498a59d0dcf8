package contract_test

import (
	"os"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/contract"
	"github.com/engine-gpu/engine-gpu/snn"
)

func TestContractIsNotStale(t *testing.T) {
	const file = "../../shaders/contract.glsl"
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != contract.GLSL() {
		t.Errorf("%s differs from snn/contract.go: run go generate ./internal/contract", file)
	}
}

// Elements are read and written as raw memory: only 32-bit scalars lie the
// same in Go and in std430.
func TestElementsAreThirtyTwoBitScalars(t *testing.T) {
	for binding, a := range snn.DeviceArrays() {
		if a.Binding != binding {
			t.Errorf("array %s stands at %d of the table and has binding %d", a.Name, binding, a.Binding)
		}
		size, scalars := a.Element.Size(), uintptr(1)
		if a.Element.NumMethod() == 0 && a.Element.Kind().String() == "struct" {
			scalars = uintptr(a.Element.NumField())
		}
		if size != 4*scalars {
			t.Errorf("element of %s is %d bytes with %d fields", a.Name, size, scalars)
		}
	}
}
