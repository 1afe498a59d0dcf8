package bins

import "math"

// MaxRows is the largest number of rows that neurons are divided into, but for
// those that types need to have one of their own.
const MaxRows = 800

// Group is the neurons of one type.
type Group struct {
	Type    string
	Neurons int
}

// Layout says how neurons are arranged in rows: type by type, and within a
// type in the order of their positions, a fixed number to a row.
type Layout struct {
	Groups []Group
	PerRow int     // neurons in a row; in a type's last row it may be fewer
	row    []int32 // per neuron
	group  []uint8 // per neuron
	first  []int   // per group: its first row; at the end the number of rows
}

// NewLayout arranges neurons: kind[i] is the type of neuron i as an index into
// types, of at most 255. Types without neurons are left out.
func NewLayout(types []string, kind []uint8) *Layout {
	number := make([]int, len(types))
	for _, k := range kind {
		number[k]++
	}
	l := &Layout{
		PerRow: max((len(kind)+MaxRows-1)/MaxRows, 1),
		row:    make([]int32, len(kind)), group: make([]uint8, len(kind)), first: []int{0},
	}
	groupOf, place := make([]uint8, len(types)), make([]int, len(types))
	for t, n := range number {
		if n == 0 {
			continue
		}
		groupOf[t] = uint8(len(l.Groups))
		place[t] = l.Rows() * l.PerRow
		l.Groups = append(l.Groups, Group{types[t], n})
		l.first = append(l.first, l.Rows()+(n+l.PerRow-1)/l.PerRow)
	}
	for i, k := range kind {
		l.row[i], l.group[i] = int32(place[k]/l.PerRow), groupOf[k]
		place[k]++
	}
	return l
}

// Neurons is the number of neurons.
func (l *Layout) Neurons() int { return len(l.row) }

// Rows is the number of rows.
func (l *Layout) Rows() int { return l.first[len(l.first)-1] }

// GroupRows returns the rows of a group: from first to one before end.
func (l *Layout) GroupRows(group int) (first, end int) { return l.first[group], l.first[group+1] }

// InRow is the number of neurons in a row.
func (l *Layout) InRow(row int) int {
	for g, n := range l.Groups {
		if first, end := l.GroupRows(g); row < end {
			return min(n.Neurons-(row-first)*l.PerRow, l.PerRow)
		}
	}
	return 0
}

// never is the last spike of a neuron that has not fired: further from any
// tick than 255.
const never = math.MinInt32 / 2
