package shaders

import (
	"regexp"
	"strconv"
	"strings"
)

// places are the ways in which drivers write a place in a program text. Each
// has the groups before, string, line, after, and maybe column.
var places = []*regexp.Regexp{
	// Mesa: 0:12(5): error: ...
	regexp.MustCompile(`^(?P<before>\s*)(?P<string>\d+):(?P<line>\d+)\((?P<column>\d+)\)\s*:?\s*(?P<after>.*)$`),
	// NVIDIA: 0(12) : error C1234: ...
	regexp.MustCompile(`^(?P<before>\s*)(?P<string>\d+)\((?P<line>\d+)\)\s*:\s*(?P<after>.*)$`),
	// AMD, Intel, glslang: ERROR: 0:12: ...
	regexp.MustCompile(`^(?P<before>\s*(?:ERROR|WARNING|INFO|NOTE):\s*)(?P<string>\d+):(?P<line>\d+):\s*(?P<after>.*)$`),
}

// Explain rewrites a driver's log so that each place reads file:line: or
// file:line:column:. Lines without a place stay as they are.
func (s Source) Explain(log string) string {
	lines := strings.Split(strings.TrimRight(log, "\x00\r\n\t "), "\n")
	for i, line := range lines {
		lines[i] = s.explainLine(strings.TrimRight(line, "\r"))
	}
	return strings.Join(lines, "\n")
}

func (s Source) explainLine(line string) string {
	for _, place := range places {
		found := place.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		group := func(name string) string {
			if i := place.SubexpIndex(name); i >= 0 {
				return found[i]
			}
			return ""
		}
		where := s.file(group("string")) + ":" + group("line")
		if column := group("column"); column != "" && column != "0" {
			where += ":" + column
		}
		before := strings.TrimSpace(group("before"))
		if before != "" {
			before = strings.ToLower(before) + " "
		}
		return where + ": " + before + group("after")
	}
	return line
}

// file names a source string.
func (s Source) file(number string) string {
	if n, err := strconv.Atoi(number); err == nil && n < len(s.Files) {
		return s.Files[n]
	}
	return "source string " + number
}
