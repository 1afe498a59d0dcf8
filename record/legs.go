package record

// Leg is a part of a run that was made without a stop.
type Leg struct {
	From    int32  `json:"from_tick"` // ticks run before it
	Backend string `json:"backend"`   // as Manifest.Backend
	Device  string `json:"device"`
	Threads int    `json:"threads"`
}

// AddLeg appends a leg to those of a run before it. One that is made as the last
// was is no new one, and one in which no tick was run is none.
func AddLeg(legs []Leg, next Leg) []Leg {
	legs = legs[:len(legs):len(legs)]
	for len(legs) > 0 && legs[len(legs)-1].From >= next.From {
		legs = legs[:len(legs)-1]
	}
	if len(legs) > 0 {
		last := legs[len(legs)-1]
		if last.From = next.From; last == next {
			return legs
		}
	}
	return append(legs[:len(legs):len(legs)], next)
}
