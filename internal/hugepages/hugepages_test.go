package hugepages

import "testing"

// Slices of every size are zeros that can be written to, to the last element.
func TestMake(t *testing.T) {
	for _, n := range []int{0, 1, 1000, least/8 - 1, least / 8, 3*least/8 + 5} {
		xs := Make[int64](n)
		if len(xs) != n {
			t.Fatalf("%d elements, want %d", len(xs), n)
		}
		for i, x := range xs {
			if x != 0 {
				t.Fatalf("of %d elements number %d is %d", n, i, x)
			}
			xs[i] = int64(i)
		}
	}
}
