package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/engine-gpu/engine-gpu/internal/input"
)

// table is a two-column table for people.
type table struct {
	text    strings.Builder
	columns *tabwriter.Writer
}

func newTable() *table {
	t := &table{}
	t.columns = tabwriter.NewWriter(&t.text, 0, 0, 3, ' ', 0)
	return t
}

// row adds a name and what it is, with no more than a terminal may show of it.
func (t *table) row(name, format string, args ...any) {
	fmt.Fprintf(t.columns, "%s\t%s\n", input.Printable(name), input.Printable(fmt.Sprintf(format, args...)))
}

func (t *table) print(out io.Writer) error {
	if err := t.columns.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(out, t.text.String())
	return err
}

// grouped writes a whole number with commas between thousands.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// bytesText writes a size in binary units.
func bytesText(n int64) string {
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	x, unit := float64(n)/1024, "KiB"
	for _, next := range []string{"MiB", "GiB", "TiB"} {
		if x < 1024 {
			break
		}
		x, unit = x/1024, next
	}
	return fmt.Sprintf("%.1f %s", x, unit)
}

// plural writes a count with its noun.
func plural(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(n) + " " + noun
}
