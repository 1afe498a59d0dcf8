//go:build linux && cgo && egl

package glc

import (
	"errors"
	"fmt"
	"testing"
)

// count adds what the second array says to the first and, if told to, writes
// the result to a third.
const count = `layout(local_size_x = 1) in;
layout(std430, binding = 0) buffer Total { int total; };
layout(std430, binding = 1) readonly buffer In { int by; };
layout(std430, binding = 2) writeonly buffer Out { int result; };
uniform int report;
void main() {
	total += by;
	if (report != 0) result = total;
}
`

// modes runs a test with mapped memory, where there is, and without.
func modes(t *testing.T, f func(t *testing.T, d *Device) error) {
	for name, storage := range map[string]bool{"mapped": true, "copied": false} {
		t.Run(name, func(t *testing.T) {
			inside(t, true, Options{}, func(d *Device) error {
				if storage && !d.storage {
					t.Log("no mapped memory here")
				}
				d.storage = d.storage && storage
				return f(t, d)
			})
		})
	}
}

// TestRings runs many ticks with an input and a result each, several in flight.
func TestRings(t *testing.T) {
	modes(t, func(t *testing.T, d *Device) error {
		for _, bound := range []bool{false, true} {
			for _, slots := range []int{1, 2, 3, 8} {
				if err := ringTicks(d, slots, bound); err != nil {
					return fmt.Errorf("%d slots, bound %t: %w", slots, bound, err)
				}
			}
		}
		return nil
	})
}

// ringTicks runs 100 ticks. Input and result pass through buffers of their own,
// or the kernel uses the slots themselves.
func ringTicks(d *Device, slots int, bound bool) error {
	p, err := program(d, count)
	if err != nil {
		return err
	}
	total, err := filled(d, "total", []int32{0})
	if err != nil {
		return err
	}
	input, err := filled(d, "input", []int32{0})
	if err != nil {
		return err
	}
	results, err := d.NewReadback("results", 12, slots)
	if err != nil {
		return err
	}
	inputs, err := d.NewUploader("inputs", 8, slots)
	if err != nil {
		return err
	}
	total.Bind(0)
	input.Bind(1)
	input.Bind(2) // something

	submitted, want := int32(0), int32(0)
	submit := func(tick int32) error {
		memory, err := inputs.Next()
		if err != nil {
			return err
		}
		view, err := View[int32](memory)
		if err != nil {
			return err
		}
		view[0], view[1] = -1, tick*tick
		if bound {
			view[0] = tick * tick // the block is one int
			if err := errors.Join(inputs.Bind(1), results.Bind(2), p.SetInt("report", 1)); err != nil {
				return err
			}
		} else if err := errors.Join(inputs.Copy(input, 0, 4, 4), p.SetInt("report", 0)); err != nil {
			return err
		}
		if err := p.Dispatch(1); err != nil {
			return err
		}
		if !bound {
			if err := results.Copy(total, 0, 8, 4); err != nil {
				return err
			}
		}
		Barrier(Storage)
		inputs.Commit()
		results.Commit()
		return nil
	}
	const ticks = 100
	for tick := range int32(ticks) {
		for submitted < ticks && results.InFlight() < slots {
			if err := submit(submitted); err != nil {
				return err
			}
			submitted++
		}
		view, err := results.Wait()
		if err != nil {
			return err
		}
		got, err := View[int32](view)
		if err != nil {
			return err
		}
		want += tick * tick
		at := 2
		if bound {
			at = 0
		}
		if got[at] != want {
			return fmt.Errorf("tick %d: got %d, want %d", tick, got[at], want)
		}
	}
	results.Delete()
	inputs.Delete()
	return d.Check()
}

func TestReadbackMisuse(t *testing.T) {
	modes(t, func(t *testing.T, d *Device) error {
		b, err := filled(d, "b", []int32{1, 2, 3, 4})
		if err != nil {
			return err
		}
		r, err := d.NewReadback("results", 8, 2)
		if err != nil {
			return err
		}
		if _, err := r.Wait(); !errors.Is(err, ErrEmpty) {
			t.Errorf("Wait for nothing: %v", err)
		}
		if r.Ready() {
			t.Error("nothing is ready")
		}
		r.Commit() // nothing to commit
		for i := range int64(2) {
			if err := r.Copy(b, 4*i, 0, 8); err != nil {
				return err
			}
			r.Commit()
		}
		if err := r.Copy(b, 0, 0, 4); !errors.Is(err, ErrFull) {
			t.Errorf("a third slot of two: %v", err)
		}
		if err := r.Bind(0); !errors.Is(err, ErrFull) {
			t.Errorf("a third slot of two bound: %v", err)
		}
		Finish()
		if !r.Ready() {
			t.Error("not ready after Finish")
		}
		for i := range int32(2) {
			view, err := r.Wait()
			if err != nil {
				return err
			}
			got, err := View[int32](view)
			if err != nil || len(got) != 2 || got[0] != 1+i || got[1] != 2+i {
				t.Errorf("slot %d: %v, %v", i, got, err)
			}
		}
		for name, err := range map[string]error{
			"beyond the buffer": r.Copy(b, 12, 0, 8),
			"beyond the slot":   r.Copy(b, 0, 4, 8),
			"before the slot":   r.Copy(b, 0, -4, 4),
		} {
			if err == nil {
				t.Errorf("%s was taken", name)
			}
		}
		for _, size := range [][2]int{{0, 1}, {1, 0}, {-1, 1}} {
			if _, err := d.NewReadback("none", size[0], size[1]); err == nil {
				t.Errorf("%d bytes, %d slots were taken", size[0], size[1])
			}
		}
		r.Delete()
		return nil
	})
}

// BenchmarkSmallUpload compares the ways to bring 256 bytes into a kernel and
// wait for it.
func BenchmarkSmallUpload(b *testing.B) {
	ways := map[string]func(u *Uploader, to *Buffer, data []int32) error{
		"BufferSubData": func(_ *Uploader, to *Buffer, data []int32) error { return Upload(to, 0, data) },
		"ring, copied": func(u *Uploader, to *Buffer, data []int32) error {
			memory, err := u.Next()
			if err != nil {
				return err
			}
			view, err := View[int32](memory)
			if err != nil {
				return err
			}
			copy(view, data)
			err = u.Copy(to, 0, 0, 256)
			u.Commit()
			return err
		},
		"ring, bound": func(u *Uploader, _ *Buffer, data []int32) error {
			u.Commit() // of the last tick
			memory, err := u.Next()
			if err != nil {
				return err
			}
			view, err := View[int32](memory)
			if err != nil {
				return err
			}
			copy(view, data)
			return u.Bind(1)
		},
	}
	for name, way := range ways {
		b.Run(name, func(b *testing.B) { benchmarkTicks(b, way, nil) })
	}
}

// BenchmarkSmallRead compares the ways to bring 256 bytes back.
func BenchmarkSmallRead(b *testing.B) {
	b.Run("GetBufferSubData", func(b *testing.B) {
		benchmarkTicks(b, nil, func(_ *Readback, from *Buffer, data []int32) error { return Read(from, 0, data) })
	})
	b.Run("ring", func(b *testing.B) {
		benchmarkTicks(b, nil, func(r *Readback, from *Buffer, _ []int32) error {
			if err := r.Copy(from, 0, 0, 256); err != nil {
				return err
			}
			r.Commit()
			_, err := r.Wait()
			return err
		})
	})
}

func benchmarkTicks(b *testing.B, in func(*Uploader, *Buffer, []int32) error, out func(*Readback, *Buffer, []int32) error) {
	inside(b, false, Options{}, func(d *Device) error {
		p, err := program(d, count)
		if err != nil {
			return err
		}
		data := make([]int32, 64)
		total, err := filled(d, "total", data)
		if err != nil {
			return err
		}
		input, err := filled(d, "input", data)
		if err != nil {
			return err
		}
		uploads, err := d.NewUploader("inputs", 256, 4)
		if err != nil {
			return err
		}
		results, err := d.NewReadback("results", 256, 2)
		if err != nil {
			return err
		}
		total.Bind(0)
		input.Bind(1)
		input.Bind(2)
		for b.Loop() {
			if in != nil {
				if err := in(uploads, input, data); err != nil {
					return err
				}
			}
			if err := p.Dispatch(1); err != nil {
				return err
			}
			Barrier(Storage)
			if out != nil {
				if err := out(results, total, data); err != nil {
					return err
				}
			} else {
				Finish()
			}
		}
		return nil
	})
}
