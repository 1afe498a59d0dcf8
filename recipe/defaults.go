package recipe

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// AddSynapseDefaults lays further parameters over the types' defaults and the
// recipe's own synapse_defaults; what a path or projection names still wins.
// The text is a JSON object of objects by synapse type, for example
//
//	{"plastic": {"ltd_ratio": 0.5}}
//
// On an error the recipe stays as it was.
func (r *Recipe) AddSynapseDefaults(text string) error {
	changed := *r
	doc := &reader{}
	changed.readDefaults(doc.document([]byte(text)))
	if doc.err != nil {
		return fmt.Errorf("synapse defaults: %w", doc.err)
	}
	changed.Warnings = append(slices.Clone(r.Warnings), doc.warnings...)
	*r = changed
	return nil
}

// readDefaults reads parameters by synapse type.
func (r *Recipe) readDefaults(o *object) {
	for _, name := range o.keys {
		t, err := snn.ParseSynapseType(name)
		if err != nil {
			o.r.fail(o.at(name), "%v", err)
			return
		}
		r.defaults[t] = r.defaults[t].overlay(o.params(name, t))
	}
}
