// Package columnar reads and writes brains as files of columns, which are
// mapped into memory rather than parsed: a brain of millions of synapses loads
// at the speed of the disk. docs/brain-format.md has the layout to the byte.
//
// Every byte of a file is checked when it is read: a checksum covers the header
// with the table of columns, one each column, and what lies between is zero.
// What the checksums cannot tell, the brain's own validation does.
//
// [Read] maps the file privately: a program may write into the columns of its
// brain, the file never changes by it. The mapping is never undone. The columns
// are plain slices into it, which nothing can follow: were it tied to the life
// of the brain, a column that outlives its brain would lead into nothing. A
// mapping costs no memory beyond the pages in use, which the system may drop
// and read again, as long as the file is there. Files below a megabyte are
// read into ordinary memory, and all files where the system cannot map.
//
// A mapped file must not be overwritten in place while a brain from it is in
// use. This module's writers never do that: they rename a new file over it.
package columnar
