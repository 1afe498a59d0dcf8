package checkpoint

import "github.com/engine-gpu/engine-gpu/snn"

const storedPrefix = "stored."

// Stored returns the sections of what a brain had when its run began.
func Stored(s *snn.Stored) []Section {
	var sections []Section
	for _, c := range s.Columns() {
		sections = append(sections, Values(storedPrefix+c.Name, c.Values))
	}
	return sections
}

// Stored reads what [Stored] wrote, nil if there is nothing. Whether it fits a
// brain is for the brain to say.
func (f *File) Stored() (*snn.Stored, error) {
	s := new(snn.Stored)
	columns := s.Columns()
	if !f.Has(storedPrefix + columns[0].Name) {
		return nil, nil
	}
	for _, c := range columns {
		if err := f.Values(storedPrefix+c.Name, c.Values); err != nil {
			return nil, err
		}
	}
	return s, nil
}
