//go:build linux && cgo && egl

package glc

import (
	"strings"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// Block is a storage block as the driver has laid it out.
type Block struct {
	Name    string
	Binding int
	Fields  []Field
}

// Field is one variable of a storage block; a struct's members are fields of
// their own, with the path as name and [0] for an array.
type Field struct {
	Name        string
	Offset      int
	Type        uint32 // a GL type such as gl.FLOAT
	ArrayLength int    // 1 without array, 0 for one without end
	ArrayStride int    // of the innermost array, 0 without
	TopLength   int    // of the block's own array that the field lies in
	TopStride   int
}

// Blocks lists the storage blocks that the program uses, so that a test can
// compare the layout with the host's.
func (p *Program) Blocks() []Block {
	blocks := make([]Block, resources(p.id, gl.SHADER_STORAGE_BLOCK))
	for i := range blocks {
		v := properties(p.id, gl.SHADER_STORAGE_BLOCK, i, gl.BUFFER_BINDING)
		blocks[i] = Block{Name: resourceName(p.id, gl.SHADER_STORAGE_BLOCK, i), Binding: v[0]}
	}
	for i := range resources(p.id, gl.BUFFER_VARIABLE) {
		v := properties(p.id, gl.BUFFER_VARIABLE, i, gl.BLOCK_INDEX, gl.OFFSET, gl.TYPE,
			gl.ARRAY_SIZE, gl.ARRAY_STRIDE, gl.TOP_LEVEL_ARRAY_SIZE, gl.TOP_LEVEL_ARRAY_STRIDE)
		if v[0] < 0 || v[0] >= len(blocks) {
			continue
		}
		blocks[v[0]].Fields = append(blocks[v[0]].Fields, Field{
			Name: resourceName(p.id, gl.BUFFER_VARIABLE, i), Offset: v[1], Type: uint32(v[2]),
			ArrayLength: v[3], ArrayStride: v[4], TopLength: v[5], TopStride: v[6],
		})
	}
	return blocks
}

// resources counts what a program has of one interface.
func resources(program, of uint32) int {
	var n int32
	gl.GetProgramInterfaceiv(program, of, gl.ACTIVE_RESOURCES, &n)
	return int(n)
}

func resourceName(program, of uint32, index int) string {
	var length int32
	gl.GetProgramInterfaceiv(program, of, gl.MAX_NAME_LENGTH, &length)
	name := make([]byte, max(length, 1))
	var written int32
	gl.GetProgramResourceName(program, of, uint32(index), int32(len(name)), &written, &name[0])
	return strings.TrimRight(string(name[:written]), "\x00")
}

func properties(program, of uint32, index int, names ...uint32) []int {
	got := make([]int32, len(names))
	var n int32
	gl.GetProgramResourceiv(program, of, uint32(index), int32(len(names)), &names[0], int32(len(got)), &n, &got[0])
	values := make([]int, len(names))
	for i := range got {
		values[i] = int(got[i])
	}
	return values
}
