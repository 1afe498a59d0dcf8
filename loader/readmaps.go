package loader

import (
	"database/sql/driver"
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// The maps' columns, read in this order.
var (
	bodyColumns   = []column{{name: "neuron_id"}, {name: "segment"}, {name: "side"}, {name: "effect"}}
	sensorColumns = []column{
		{name: "neuron_id"}, {name: "modality"}, {name: "location"},
		{name: "response_type", optional: true}, {name: "side", optional: true},
	}
)

// segments is the length of the body; a body_map row names one of them.
const segments = 24

func readBodyMap(c *connection, tables catalog, at positions, b *snn.Brain) error {
	return readMap(c, tables, "body_map", bodyColumns, func(cells []driver.Value) error {
		var row snn.BodyMapRow
		var err error
		if row.Neuron, err = at.cell("neuron_id", cells[0]); err != nil {
			return err
		}
		segment, err := integer(cells[1])
		if err != nil {
			return inColumn("segment", err)
		}
		if segment < 0 || segment >= segments {
			return fmt.Errorf("segment %d is outside 0..%d", segment, segments-1)
		}
		row.Segment = int32(segment)
		if row.Side, err = parseCell("side", cells[2], "", snn.ParseBodySide); err != nil {
			return err
		}
		if row.Effect, err = parseCell("effect", cells[3], "", snn.ParseEffect); err != nil {
			return err
		}
		b.BodyMap = append(b.BodyMap, row)
		return nil
	})
}

func readSensorMap(c *connection, tables catalog, at positions, b *snn.Brain) error {
	return readMap(c, tables, "sensor_map", sensorColumns, func(cells []driver.Value) error {
		var row snn.SensorMapRow
		var err error
		if row.Neuron, err = at.cell("neuron_id", cells[0]); err != nil {
			return err
		}
		if row.Modality, err = parseCell("modality", cells[1], "", snn.ParseModality); err != nil {
			return err
		}
		if row.Location, err = parseCell("location", cells[2], "", snn.ParseLocation); err != nil {
			return err
		}
		if row.Response, err = parseCell("response_type", cells[3], "tonic", snn.ParseResponse); err != nil {
			return err
		}
		if row.Side, err = parseCell("side", cells[4], "bilateral", snn.ParseSensorSide); err != nil {
			return err
		}
		b.SensorMap = append(b.SensorMap, row)
		return nil
	})
}

// readMap calls read for every row of a map in the order in which they were
// written. A brain may have no map.
func readMap(c *connection, tables catalog, table string, columns []column, read func([]driver.Value) error) error {
	if tables[table] == nil {
		return nil
	}
	query, err := tables.selectRows(table, "rowid", columns)
	if err != nil {
		return err
	}
	if _, err := tables.rows(c, table); err != nil {
		return err
	}
	var row int64
	return c.each(query, func(cells []driver.Value) error {
		row++
		if err := read(cells); err != nil {
			return &RowError{table, row, err}
		}
		return nil
	})
}

// parseCell parses the name in a cell; byDefault, if any, is what a NULL means.
func parseCell[T any](column string, cell driver.Value, byDefault string, parse func(string) (T, error)) (T, error) {
	var none T
	if cell == nil && byDefault != "" {
		cell = byDefault
	}
	name, err := text(cell)
	if err != nil {
		return none, inColumn(column, err)
	}
	return parse(name)
}
