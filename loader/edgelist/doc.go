// Package edgelist imports networks from edge lists: tables of presynaptic
// neuron, postsynaptic neuron and weight, one row a connection, in CSV (plain
// or gzipped) or Parquet, as connectomes are published.
//
// [Import] makes a brain of a file. [Open] reads its rows only.
//
// Neurons are whole numbers of at least 0; a neuron's number is its database
// id. If the numbers are indices, the brain has every neuron from 0 to the
// largest, those without edges too; root ids and other sparse numbers give the
// neurons that occur, by ascending number.
//
// Every error is one line, FILE: what is wrong, and wraps its cause: a
// [*RowError] for a bad row, one of the sentinels of this package for a bad
// file. A file that claims more than it holds is refused before memory is
// given to it, as far as its headers tell.
package edgelist
