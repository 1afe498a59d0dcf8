// Package contract writes the contract between the Go side and the kernels,
// package snn's table of device arrays and constants, as GLSL.
package contract

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"unicode"

	"github.com/engine-gpu/engine-gpu/snn"
)

// GLSL returns the text of shaders/contract.glsl: the constants, a struct for
// every element type, and every array as a storage block that a kernel
// switches on by defining USE_ and its name before it includes the file.
func GLSL() string {
	var b strings.Builder
	b.WriteString("// Generated from snn/contract.go by \"go generate ./internal/contract\". Do not edit.\n\n")
	for _, c := range snn.DeviceConstants() {
		if c.Doc != "" {
			fmt.Fprintf(&b, "// %s\n", c.Doc)
		}
		switch v := c.Value.(type) {
		case float32:
			fmt.Fprintf(&b, "#define %s uintBitsToFloat(0x%08xu) // %g\n", c.Name, math.Float32bits(v), v)
		default:
			fmt.Fprintf(&b, "#define %s %d\n", c.Name, v)
		}
	}
	written := map[reflect.Type]bool{}
	for _, a := range snn.DeviceArrays() {
		if a.Element.Kind() == reflect.Struct && !written[a.Element] {
			written[a.Element] = true
			writeStruct(&b, a.Element)
		}
	}
	for _, a := range snn.DeviceArrays() {
		name := strings.ToUpper(a.Name)
		fmt.Fprintf(&b, "\n// %s: %s [%s]\n#ifdef USE_%s\nlayout(std430, binding = %d) buffer %s { %s %s[]; };\n#endif\n",
			a.Name, a.Doc, a.Length, name, a.Binding, BlockName(a.Name), elementName(a.Element), a.Name)
	}
	return b.String()
}

// BlockName returns the name of an array's storage block: its own in camel
// case.
func BlockName(array string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(array, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String() + "Block"
}

func writeStruct(b *strings.Builder, t reflect.Type) {
	fmt.Fprintf(b, "\nstruct %s {\n", elementName(t))
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Fprintf(b, "\t%s %s;\n", elementName(f.Type), FieldName(f.Name))
	}
	b.WriteString("};\n")
}

// elementName returns the GLSL type of an element or a field.
func elementName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Float32:
		return "float"
	case reflect.Int32:
		return "int"
	case reflect.Uint32:
		return "uint"
	case reflect.Struct:
		return strings.TrimPrefix(t.Name(), "Device")
	}
	panic("contract: no GLSL type for " + t.String())
}

// FieldName turns a Go field name into a GLSL one: LTPRate to ltp_rate.
func FieldName(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			afterLower := !unicode.IsUpper(runes[i-1])
			beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || beforeLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
