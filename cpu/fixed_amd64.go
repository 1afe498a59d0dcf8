package cpu

// deliverRow adds a current to the slots of a row's targets.
//
//	for d in row: slot[d & targetMask] += current
//
// Assembly leaves out the checks of bounds: targets lie within the network,
// which Compile has made sure of.
func deliverRow(slot []int32, row []uint32, current int32) {
	if len(row) > 0 {
		scatter(&slot[0], &row[0], len(row), current)
	}
}

//go:noescape
func scatter(slot *int32, destination *uint32, n int, current int32)
