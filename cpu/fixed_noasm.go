//go:build !amd64

package cpu

// deliverRow adds a current to the slots of a row's targets.
//
//	for d in row: slot[d & targetMask] += current
func deliverRow(slot []int32, row []uint32, current int32) {
	for _, d := range row {
		slot[d&targetMask] += current
	}
}
