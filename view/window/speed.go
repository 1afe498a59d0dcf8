package window

import (
	"strconv"

	"github.com/engine-gpu/engine-gpu/view"
)

// The speeds that one can choose, in multiples of real time: powers of two,
// and none.
const (
	slowest = 1.0 / 64
	fastest = 64.0
)

// faster returns the next speed above, at last 0, which is without limit.
func faster(speed float64) float64 {
	if speed == 0 || speed >= fastest {
		return 0
	}
	for next := slowest; ; next *= 2 {
		if next > speed {
			return next
		}
	}
}

// slower returns the next speed below, at last the slowest.
func slower(speed float64) float64 {
	if speed == 0 || speed > fastest {
		return fastest
	}
	for next := fastest; next > slowest; next /= 2 {
		if next < speed {
			return next
		}
	}
	return max(min(speed, slowest), view.MinSpeed)
}

// speedText writes a speed as on a tape: 1/4×, 2×, max.
func speedText(speed float64) string {
	switch {
	case speed == 0:
		return "max"
	case speed < 1 && 1/speed == float64(int(1/speed)):
		return "1/" + strconv.Itoa(int(1/speed)) + "×"
	}
	return strconv.FormatFloat(speed, 'g', 4, 64) + "×"
}
