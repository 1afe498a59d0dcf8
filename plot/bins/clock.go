package bins

// MaxColumns is the largest number of columns that time is divided into. In
// use are more than half of them, unless the run has fewer ticks.
const MaxColumns = 2048

// clock divides the ticks from a first one on into columns of equal width,
// a power of two.
type clock struct {
	first int32
	shift uint // the width of a column is 1<<shift ticks
}

// column returns a tick's column, which may lie beyond the last: then the
// caller merges its columns in pairs and calls widen.
func (c *clock) column(tick int32) int { return int(uint32(tick-c.first) >> c.shift) }

func (c *clock) widen() { c.shift++ }

// width of a column [ticks].
func (c *clock) width() int { return 1 << c.shift }
