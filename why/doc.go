// Package why explains a spike: it replays a run on a float32 backend, records
// what one neuron receives, and asks of every input whether the neuron would
// have fired without it. The neuron is computed again from the inputs that are
// reported, with the arithmetic of package cpu, and has to come out bit for bit.
package why
