package sqlitefile

import "iter"

// group is a range of children that share a parent page.
type group struct{ from, to int }

// evenGroups divides n children among the fewest parents of at most perPage
// children, as evenly as it goes: with n > 1 none is left with a single child,
// which an interior page may not have.
func evenGroups(n, perPage int) iter.Seq[group] {
	parents := (n + perPage - 1) / perPage
	return func(yield func(group) bool) {
		for i := range parents {
			if !yield(group{from: i * n / parents, to: (i + 1) * n / parents}) {
				return
			}
		}
	}
}
