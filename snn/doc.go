// Package snn is the network itself: neurons, the eight synapse types, and
// everything about them that the backends must agree on.
//
// It has two representations. A [Brain] is the rows of a brain database in
// float64, exactly as stored. A [Network] is a Brain compiled for the float32
// backends: arrays by column, CSR by source and by target, decay tables, gates
// and the fixed-point scale. The reference backend runs from a Brain, the
// others from a Network.
//
// Positions: everywhere in this package a neuron is named by its position, the
// 0-based rank of its database id. Only [Neuron.ID] and error texts speak of
// database ids.
package snn
