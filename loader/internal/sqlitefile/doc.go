// Package sqlitefile writes a new SQLite database in one pass from rows that
// are already in order.
//
// A brain of a million synapses is written once, whole, by ascending id, with
// three indexes. SQLite's own path (one insert a row, then a sort for each
// index) takes about ten times as long as filling the pages directly, and a
// file filled front to back is the same file for the same rows, byte for byte.
// The file format is documented, and SQLite promises to read it for good.
// Everything that changes an existing database goes through SQLite.
//
// Source: https://www.sqlite.org/fileformat2.html
package sqlitefile
