package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// importProgress shows how far an import is: a bar on a terminal, else a line
// every few seconds.
type importProgress struct {
	out          io.Writer
	width        func() int // of the terminal; nil: lines
	now          func() time.Time
	start, shown time.Time
	drawn        bool
}

// newImportProgress returns the progress of an import. A quiet one shows
// nothing.
func newImportProgress(out io.Writer, quiet bool) *importProgress {
	p := &importProgress{out: out, now: time.Now}
	if quiet {
		p.out = nil
	} else {
		p.width = terminalWidth(out)
	}
	p.start = p.now()
	p.shown = p.start
	return p
}

// report is called with the share of the file that has been read and the
// number of rows.
func (p *importProgress) report(share float64, rows int64) {
	if p.out == nil {
		return
	}
	interval := lineInterval
	if p.width != nil {
		interval = barInterval
	}
	now := p.now()
	if now.Sub(p.shown) < interval {
		return
	}
	p.shown = now
	figures := []string{grouped(rows) + " edges"}
	if share > 0 && share < 1 {
		figures = append(figures, clock(now.Sub(p.start).Seconds()*(1-share)/share)+" left")
	}
	if p.width == nil {
		fmt.Fprintf(p.out, "importing %s\n", strings.Join(figures, ", "))
		return
	}
	fmt.Fprintf(p.out, "\r%s\x1b[K", bar(share, figures, p.width()-1))
	p.drawn = true
}

// finish removes the bar from the terminal: the brain is still to be written.
func (p *importProgress) finish() {
	if p.drawn {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
