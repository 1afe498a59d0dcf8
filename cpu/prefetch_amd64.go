package cpu

// prefetchRows asks for the first cache lines, sixteen at most, of the sources'
// rows of a column, so that they are near when they are needed: rows lie
// anywhere, and a short one is over before the processor has seen where the
// next one begins.
//
//go:noescape
func prefetchRows(sources []int32, begin, end []int32, column *uint32)
