package shaders

import (
	"regexp"
	"strconv"
	"strings"
)

// driverPlaces are the ways in which drivers write a place in a program text.
// Each has the groups before, line, after, and maybe column. The number of the
// source string before the line tells nothing: there is only one.
var driverPlaces = []*regexp.Regexp{
	// Mesa: 0:12(5): error: ...
	regexp.MustCompile(`^(?P<before>\s*)\d+:(?P<line>\d+)\((?P<column>\d+)\)\s*:?\s*(?P<after>.*)$`),
	// NVIDIA: 0(12) : error C1234: ...
	regexp.MustCompile(`^(?P<before>\s*)\d+\((?P<line>\d+)\)\s*:\s*(?P<after>.*)$`),
	// AMD, Intel, glslang: ERROR: 0:12: ...
	regexp.MustCompile(`^(?P<before>\s*(?:ERROR|WARNING|INFO|NOTE):\s*)\d+:(?P<line>\d+):\s*(?P<after>.*)$`),
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
	for _, pattern := range driverPlaces {
		found := pattern.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		group := func(name string) string {
			if i := pattern.SubexpIndex(name); i >= 0 {
				return found[i]
			}
			return ""
		}
		number, err := strconv.Atoi(group("line"))
		place, ok := s.Place(number)
		if err != nil || !ok {
			return line
		}
		where := place.File + ":" + strconv.Itoa(place.Line)
		if column := group("column"); column != "" && column != "0" {
			where += ":" + column
		}
		before := strings.ToLower(strings.TrimSpace(group("before")))
		if before != "" {
			before += " "
		}
		return where + ": " + before + group("after")
	}
	return line
}
