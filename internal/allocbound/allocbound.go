// Package allocbound holds tests to how much memory a reader of files may take
// in proportion to what it is given. Only tests import it.
package allocbound

import (
	"runtime/metrics"
	"testing"
)

// Check runs f and fails if it allocates more than fixed bytes and, for each
// byte of input, perByte: all that it ever allocates on Go's heap, kept or not,
// which is no less than what it holds at any time. Others that allocate at the
// same time count too; leave room for the test itself.
func Check(t testing.TB, input, fixed, perByte int, f func()) {
	t.Helper()
	before := allocated()
	f()
	took := allocated() - before
	if limit := uint64(fixed) + uint64(perByte)*uint64(input); took > limit {
		t.Errorf("%d bytes of input made it allocate %d bytes, more than %d and %d a byte", input, took, fixed, perByte)
	}
}

// allocated is what was ever allocated on the heap [bytes].
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
