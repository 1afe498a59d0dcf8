// Package thread runs functions, one at a time, on one OS thread: what a GL
// context wants, whose current thread alone may use it.
package thread
