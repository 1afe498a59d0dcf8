//go:build linux && cgo && egl

package glc

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

func TestUploadAndRead(t *testing.T) {
	type cell struct {
		V     float32
		Flags [2]uint16
	}
	inside(t, true, Options{}, func(d *Device) error {
		b, err := d.NewBuffer("cells", 80, Resident)
		if err != nil {
			return err
		}
		cells := make([]cell, 10)
		for i := range cells {
			cells[i] = cell{float32(i), [2]uint16{uint16(i), 7}}
		}
		if err := Upload(b, 0, cells); err != nil {
			return err
		}
		if err := Upload(b, 8, []cell{{80, [2]uint16{8, 8}}}); err != nil { // the ninth
			return err
		}
		cells[8] = cell{80, [2]uint16{8, 8}}
		got := make([]cell, 10)
		if err := Read(b, 0, got); err != nil {
			return err
		}
		if !slices.Equal(got, cells) {
			t.Errorf("got %v, want %v", got, cells)
		}
		part := make([]float32, 3) // v, flags, v
		if err := Read(b, 6, part); err != nil {
			return err
		}
		if part[0] != 3 || part[2] != 4 {
			t.Errorf("a part: %v", part)
		}
		if err := Upload(b, 10, []cell(nil)); err != nil {
			t.Errorf("nothing at the end: %v", err)
		}
		for name, err := range map[string]error{
			"beyond the end":   Upload(b, 8, make([]cell, 3)),
			"before the start": Upload(b, -1, make([]cell, 1)),
			"read beyond":      Read(b, 20, make([]float32, 1)),
		} {
			if err == nil || !strings.Contains(err.Error(), "array cells") || !strings.Contains(err.Error(), "80") {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, err := range map[string]error{
			"strings":  Upload(b, 0, []string{"a"}),
			"pointers": Upload(b, 0, []struct{ p *int }{{}}),
			"int":      Upload(b, 0, []int{1}), // as wide as the machine
		} {
			if err == nil || !strings.Contains(err.Error(), "not made of numbers") {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
}

func TestFill(t *testing.T) {
	inside(t, true, Options{}, func(d *Device) error {
		b, err := filled(d, "words", []uint32{1, 2, 3})
		if err != nil {
			return err
		}
		got := make([]uint32, 3)
		for _, want := range []uint32{0xdeadbeef, 0} {
			if err := b.Fill(want); err != nil {
				return err
			}
			if err := Read(b, 0, got); err != nil {
				return err
			}
			if !slices.Equal(got, []uint32{want, want, want}) {
				t.Errorf("got %#x, want %#x", got, want)
			}
		}
		odd, err := d.NewBuffer("odd", 5, Resident)
		if err != nil {
			return err
		}
		if err := odd.Clear(); err == nil {
			t.Error("5 bytes were filled with words")
		}
		return nil
	})
}

func TestCopy(t *testing.T) {
	inside(t, true, Options{}, func(d *Device) error {
		src, err := filled(d, "src", []uint32{1, 2, 3, 4})
		if err != nil {
			return err
		}
		dst, err := filled(d, "dst", []uint32{9, 9, 9, 9})
		if err != nil {
			return err
		}
		if err := Copy(dst, 4, src, 8, 8); err != nil {
			return err
		}
		if err := Copy(dst, 12, dst, 4, 4); err != nil {
			return err
		}
		got := make([]uint32, 4)
		if err := Read(dst, 0, got); err != nil {
			return err
		}
		if !slices.Equal(got, []uint32{9, 3, 4, 3}) {
			t.Errorf("got %v", got)
		}
		for name, err := range map[string]error{
			"overlap":       Copy(dst, 4, dst, 0, 8),
			"beyond source": Copy(dst, 0, src, 12, 8),
			"beyond target": Copy(dst, 12, src, 0, 8),
		} {
			if err == nil {
				t.Errorf("%s was taken", name)
			}
		}
		return nil
	})
}

// TestEmptyBuffer expects an array of nothing to bind like any other.
func TestEmptyBuffer(t *testing.T) {
	inside(t, true, Options{}, func(d *Device) error {
		b, err := d.NewBuffer("nothing", 0, Resident)
		if err != nil {
			return err
		}
		b.Bind(0)
		if b.Bytes() != 0 {
			t.Errorf("%d bytes", b.Bytes())
		}
		if err := Upload(b, 0, []int32{1}); err == nil {
			t.Error("something went into nothing")
		}
		return errors.Join(b.Clear(), Upload(b, 0, []int32{}), Read(b, 0, []int32{}))
	})
}

func TestBlockSize(t *testing.T) {
	inside(t, true, Options{BlockSize: 1 << 10}, func(d *Device) error {
		if d.BlockSize() != 1<<10 {
			t.Errorf("block size %d", d.BlockSize())
		}
		if b, err := d.NewBuffer("fits", 1<<10, Resident); err != nil {
			t.Error(err)
		} else {
			b.Delete()
		}
		_, err := d.NewBuffer("weights", 1<<10+4, Resident)
		if !errors.Is(err, ErrBlockSize) {
			t.Errorf("got %v", err)
			return nil
		}
		for _, want := range []string{"weights", "1028 bytes", "1024 bytes", d.info.Renderer} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v: does not say %q", err, want)
			}
		}
		if _, err := d.NewBuffer("weights", -4, Resident); err == nil {
			t.Error("-4 bytes were taken")
		}
		return nil
	})
	inside(t, false, Options{BlockSize: 1 << 60}, func(d *Device) error {
		if d.BlockSize() != d.info.Limits.StorageBlockSize {
			t.Errorf("the limit was raised to %d", d.BlockSize())
		}
		return nil
	})
}

func TestMemory(t *testing.T) {
	inside(t, true, Options{Memory: 1 << 20}, func(d *Device) error {
		a, err := d.NewBuffer("a", 800<<10, Resident)
		if err != nil {
			return err
		}
		_, err = d.NewBuffer("b", 300<<10, Resident)
		if !errors.Is(err, ErrMemory) {
			t.Errorf("got %v", err)
			return nil
		}
		for _, want := range []string{"array b", "307200 bytes", "819200 bytes", "1048576 bytes"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v: does not say %q", err, want)
			}
		}
		if d.Allocated() != 800<<10 {
			t.Errorf("%d bytes allocated", d.Allocated())
		}
		a.Delete()
		a.Delete() // harmless
		if d.Allocated() != 0 {
			t.Errorf("%d bytes allocated after Delete", d.Allocated())
		}
		if err := Upload(a, 0, []int32{1}); err == nil {
			t.Error("an upload into a deleted buffer was taken")
		}
		b, err := d.NewBuffer("b", 300<<10, Resident)
		if err != nil {
			return err
		}
		b.Delete()
		return nil
	})
}

func TestView(t *testing.T) {
	words := make([]uint64, 2)
	memory := unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), 11)
	copy(memory, []byte{1, 0, 0, 0, 2, 0, 0, 0})
	got, err := View[int32](memory)
	if err != nil || !slices.Equal(got, []int32{1, 2}) {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := View[int32](memory[:3]); err != nil || len(got) != 0 {
		t.Errorf("less than one: %v, %v", got, err)
	}
	if _, err := View[int32](memory[1:]); err == nil {
		t.Error("memory that is not aligned was taken")
	}
	if _, err := View[string](memory); err == nil {
		t.Error("a view as strings was taken")
	}
}
