package arena

// SampleInterval is how often a path is sampled [ticks].
const SampleInterval = 100

// Chemotaxis judges a path by the distance to the nearest food, sampled at the
// end of every tick that is a multiple of SampleInterval (0 included). A plain
// copy is a checkpoint.
type Chemotaxis struct {
	Samples        int
	First, Last    float64 // distance [BL]
	Min, Sum       float64 // distance [BL]
	FirstX, FirstY float64 // position [BL]
	LastX, LastY   float64 // position [BL]
}

// Add takes note of the head's position (x, y) at the end of a tick.
func (c *Chemotaxis) Add(dish *Dish, tick int, x, y float64) {
	if tick%SampleInterval != 0 {
		return
	}
	distance := dish.FoodDistance(x, y)
	if c.Samples == 0 {
		c.First, c.Min, c.FirstX, c.FirstY = distance, distance, x, y
	}
	c.Samples++
	c.Sum += distance
	c.Min = min(c.Min, distance)
	c.Last, c.LastX, c.LastY = distance, x, y
}

// Index returns the chemotaxis index (first - last)/first distance: 1 for a
// path that ends at the food, 0 for one that came no nearer, negative for one
// that went away. It is 0 if the path began at the food or has no sample.
func (c *Chemotaxis) Index() float64 {
	if c.First == 0 {
		return 0
	}
	return (c.First - c.Last) / c.First
}

// Mean returns the mean distance [BL], 0 without a sample.
func (c *Chemotaxis) Mean() float64 {
	if c.Samples == 0 {
		return 0
	}
	return c.Sum / float64(c.Samples)
}

// Displacement returns how far the last sample lies from the first [BL].
func (c *Chemotaxis) Displacement() float64 {
	return length(c.LastX-c.FirstX, c.LastY-c.FirstY)
}
