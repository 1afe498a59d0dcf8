// Package columnar reads and writes brains as files of columns, which are read
// into memory as they are rather than parsed: a brain of millions of synapses
// loads at the speed of the disk. docs/brain-format.md has the layout to the byte.
//
// Every byte of a file is checked when it is read: a checksum covers the header
// with the table of columns, one each column, and what lies between is zero.
// What the checksums cannot tell, the brain's own validation does.
//
// The columns of a brain from [Read] are the file's bytes in memory of their
// own. They are not mapped: a file that another program cuts short or overwrites
// would end the process, or change the brain without a word.
package columnar
