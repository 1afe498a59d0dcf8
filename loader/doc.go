// Package loader reads and writes brains: databases, which are SQLite files in
// the schema of V8, of both its releases (semantics section 3), and columnar
// files, which load at the speed of the disk (package columnar). It is the only
// package that knows SQL.
//
// [Read] never changes a file nor leaves one beside it. [Write] and [Save]
// fill a temporary file in the same folder and rename it over the old one, so
// that whatever goes wrong (a full disk, a kill) the old file is whole.
//
// Every error is one line, FILE: what is wrong, what to do, and wraps its
// cause: a [*RowError] for a bad row, one of the sentinels of this package for
// a bad file, fs.ErrNotExist, syscall.ENOSPC and the like for the rest.
package loader
