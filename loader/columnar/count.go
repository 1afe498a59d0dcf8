package columnar

import "os"

// Count returns how many neurons and synapses the brain in an open file has, as
// its header says; the columns are not looked at. Errors do not name the file.
func Count(f *os.File) (neurons, synapses int64, err error) {
	head, size, err := headOf(f)
	if err != nil {
		return 0, 0, err
	}
	known := columns()
	entries, err := parseHead(head, uint64(size), known)
	if err != nil {
		return 0, 0, err
	}
	matched, err := match(entries, known)
	if err != nil {
		return 0, 0, err
	}
	for i, c := range matched {
		switch c.table() {
		case "neurons":
			neurons = int64(entries[i].count)
		case "synapses":
			synapses = int64(entries[i].count)
		}
	}
	return neurons, synapses, nil
}
