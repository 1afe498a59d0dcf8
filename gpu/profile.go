//go:build linux && cgo && egl

package gpu

import "github.com/engine-gpu/engine-gpu/gpu/glc"

// Profile returns the time that every kernel took, as a table for people, or
// "" without Config.Profile.
func (b *Backend) Profile() (string, error) {
	var table string
	err := b.do(func() error {
		if b.timers != nil {
			table = glc.Table(b.timers.Timings())
		}
		return nil
	})
	return table, err
}

// time measures a kernel until the function it returns is called.
func (b *Backend) time(p *glc.Program) (end func()) {
	b.timers.Begin(p.Name)
	return b.timers.End
}
