package columnar

import "os"

// Count returns how many neurons and synapses the brain in an open file has, as
// its header says; the columns are not looked at. Errors do not name the file.
func Count(f *os.File) (neurons, synapses int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, 0, err
	}
	data, err := bytesOf(f, info.Size())
	if err != nil {
		return 0, 0, err
	}
	defer release(data)
	err = guarded(func() error {
		known := columns()
		entries, err := parseHead(data, known)
		if err != nil {
			return err
		}
		matched, err := match(entries, known)
		if err != nil {
			return err
		}
		for i, c := range matched {
			switch c.table() {
			case "neurons":
				neurons = int64(entries[i].count)
			case "synapses":
				synapses = int64(entries[i].count)
			}
		}
		return nil
	})
	return neurons, synapses, err
}
