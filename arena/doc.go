// Package arena is the world of the worm: a round dish with food whose smell
// spreads as a Gaussian, what is sensed and rewarded at a point of it, and how
// well a path climbs towards the food (semantics section 6).
//
// Lengths are body lengths [BL], angles radians [rad]; the dish's centre is the
// origin. The package knows neither brain nor body: it is asked about points.
// Its arithmetic gives the same bits on every machine.
package arena
