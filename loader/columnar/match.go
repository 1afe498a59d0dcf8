package columnar

// match pairs the entries of a file's table with the columns of the format:
// all that must be are there, in order, and the columns of a table have one
// length.
func match(entries []entry, known []column) ([]column, error) {
	matched := make([]column, 0, len(entries))
	rows := map[string]uint64{}
	for _, c := range known {
		if len(matched) == len(entries) || entries[len(matched)].name != c.name {
			if c.optional {
				continue
			}
			return nil, damaged("its column %d is not %s", len(matched)+1, c.name)
		}
		e := entries[len(matched)]
		if e.kind != c.kind {
			return nil, damaged("the column %s has elements of kind %d, not %d", e.name, e.kind, c.kind)
		}
		count, seen := rows[c.table()]
		switch limit := rowLimit(c.table()); {
		case seen && e.count != count:
			return nil, damaged("the column %s has %d rows, others of its table %d", e.name, e.count, count)
		case e.count > limit:
			return nil, damaged("the column %s has %d rows, more than the limit of %d", e.name, e.count, limit)
		}
		rows[c.table()] = e.count
		matched = append(matched, c)
	}
	if len(matched) < len(entries) {
		return nil, damaged("its column %d, %q, is not one of version %d", len(matched)+1, entries[len(matched)].name, version)
	}
	return matched, nil
}
