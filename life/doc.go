// Package life lets one brain live many sessions in the dish: the food lies
// elsewhere each time, the brain sleeps between sessions, and what it has
// learned, grown and become is carried over (V8's run_life; semantics
// section 6, last paragraph).
//
// Whatever changes between sessions changes the brain's rows, never a backend:
// a session is a run like any other, and gives the same bits on every backend
// of its arithmetic. docs/life.md has the rules and their sources.
package life
