package edgelist

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// drawEdges draws an edge list, with delays or without.
func drawEdges(t *rapid.T) edges {
	neuron := rapid.OneOf(
		rapid.Int64Range(0, 9), rapid.Int64Range(0, math.MaxInt64),
		rapid.SampledFrom([]int64{snn.MaxNeurons - 1, snn.MaxNeurons, 1 << 53, 1<<53 + 1, 720575940629970489}))
	weight := rapid.OneOf(
		rapid.Float64Range(-100, 100), rapid.Map(rapid.IntRange(-3, 3), func(i int) float64 { return float64(i) }),
		rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64))
	var e edges
	n := rapid.IntRange(1, 60).Draw(t, "rows")
	delays := rapid.Bool().Draw(t, "delays")
	for range n {
		e.pre, e.post = append(e.pre, neuron.Draw(t, "pre")), append(e.post, neuron.Draw(t, "post"))
		e.weight = append(e.weight, weight.Draw(t, "weight"))
		if delays {
			e.delay = append(e.delay, rapid.Int32Range(1, snn.MaxDelay).Draw(t, "delay"))
		}
	}
	return e
}

// csvText writes the edges as text, in one of the ways in which that is done.
func csvText(t *rapid.T, e *edges) string {
	separator := rapid.SampledFrom([]string{",", "\t", ";"}).Draw(t, "separator")
	end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end of line")
	quote := rapid.Bool()
	var b strings.Builder
	if rapid.Bool().Draw(t, "byte order mark") {
		b.WriteString("\ufeff")
	}
	line := func(fields ...string) {
		for i, f := range fields {
			if i > 0 {
				b.WriteString(separator)
			}
			if quote.Draw(t, "quoted") {
				f = `"` + f + `"`
			}
			b.WriteString(f)
		}
		b.WriteString(end)
	}
	header := []string{"post", "a, \"\"b\"\"; \tc", "Weight", "PRE"}
	quotedHeader := []string{header[0], `"` + header[1] + `"`, header[2], header[3]}
	if len(e.delay) > 0 {
		quotedHeader = append(quotedHeader, "delay")
	}
	b.WriteString(strings.Join(quotedHeader, separator) + end)
	for i := range e.pre {
		fields := []string{
			strconv.FormatInt(e.post[i], 10), "text", strconv.FormatFloat(e.weight[i], 'g', -1, 64), strconv.FormatInt(e.pre[i], 10),
		}
		if len(e.delay) > 0 {
			fields = append(fields, strconv.Itoa(int(e.delay[i])))
		}
		line(fields...)
	}
	return b.String()
}

// parquetBytes writes the edges as Parquet, in one of the ways in which that is
// done.
func parquetBytes(tb testing.TB, t *rapid.T, e *edges) []byte {
	var file table
	node := func(label string, kind parquet.Type) parquet.Node {
		n := parquet.Leaf(kind)
		switch encoding := rapid.SampledFrom([]string{"plain", "dictionary", "delta", "split"}).Draw(t, label+" encoding"); {
		case encoding == "dictionary":
			n = parquet.Encoded(n, &parquet.RLEDictionary)
		case encoding == "delta" && (kind.Kind() == parquet.Int32 || kind.Kind() == parquet.Int64):
			n = parquet.Encoded(n, &parquet.DeltaBinaryPacked)
		case encoding == "split" && (kind.Kind() == parquet.Float || kind.Kind() == parquet.Double):
			n = parquet.Encoded(n, &parquet.ByteStreamSplit)
		}
		if rapid.Bool().Draw(t, label+" optional") {
			n = parquet.Optional(n)
		}
		return n
	}
	ids := func(name string, xs []int64) {
		switch {
		case slices.Max(xs) <= math.MaxInt32 && rapid.Bool().Draw(t, name+" in 32 bits"):
			var values []parquet.Value
			for _, x := range xs {
				values = append(values, parquet.Int32Value(int32(x)))
			}
			file.add(name, node(name, parquet.Int32Type), values...)
		case slices.Max(xs) <= 1<<53 && rapid.Bool().Draw(t, name+" as floats"):
			var values []parquet.Value
			for _, x := range xs {
				values = append(values, parquet.DoubleValue(float64(x)))
			}
			file.add(name, node(name, parquet.DoubleType), values...)
		default:
			file.add(name, node(name, parquet.Int64Type), int64s(xs...)...)
		}
	}
	ids("pre", e.pre)
	ids("post", e.post)
	file.add("weight", node("weight", parquet.DoubleType), doubles(e.weight...)...)
	file.add("neuropil", parquet.String(), slices.Repeat([]parquet.Value{parquet.ValueOf("AL_R")}, len(e.pre))...)
	if len(e.delay) > 0 {
		var values []parquet.Value
		for _, x := range e.delay {
			values = append(values, parquet.FloatValue(float32(x)))
		}
		file.add("delay", node("delay", parquet.FloatType), values...)
	}
	file.group = rapid.SampledFrom([]int{0, 1, 7}).Draw(t, "rows of a group")
	codec := rapid.SampledFrom([]parquet.WriterOption{
		parquet.Compression(&parquet.Uncompressed), parquet.Compression(&parquet.Snappy), parquet.Compression(&parquet.Gzip),
		parquet.Compression(&parquet.Zstd), parquet.Compression(&parquet.Brotli), parquet.Compression(&parquet.Lz4Raw),
	}).Draw(t, "compression")
	return file.parquetFile(tb, codec,
		parquet.DataPageVersion(rapid.IntRange(1, 2).Draw(t, "page version")),
		parquet.PageBufferSize(rapid.SampledFrom([]int{64, 1 << 16}).Draw(t, "page size")))
}

// TestEveryFormatReadsBack writes random edge lists in every format and reads
// them back equal, in order.
func TestEveryFormatReadsBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawEdges(rt)
		text := csvText(rt, &want)
		for name, data := range map[string][]byte{
			"edges.csv": []byte(text), "edges.csv.gz": zipped(t, text), "edges.parquet": parquetBytes(t, rt, &want),
		} {
			got, err := readAll(write(t, name, data), Columns{})
			if err != nil {
				rt.Fatalf("%s: %v", name, err)
			}
			if !got.equal(&want) {
				rt.Fatalf("%s: read %v, want %v", name, got, want)
			}
		}
	})
}

// TestBatchesJoin reads more rows than fit a batch, over several row groups.
func TestBatchesJoin(t *testing.T) {
	const rows = 3*batchRows + 11
	var want edges
	var text strings.Builder
	text.WriteString("source,target,weight\n")
	for i := range int64(rows) {
		want.pre, want.post = append(want.pre, i%97), append(want.post, i)
		want.weight = append(want.weight, float64(i)/8)
		fmt.Fprintf(&text, "%d,%d,%v\n", i%97, i, float64(i)/8)
	}
	file := table{group: 10007}
	file.add("source", parquet.Leaf(parquet.Int64Type), int64s(want.pre...)...)
	file.add("target", parquet.Leaf(parquet.Int64Type), int64s(want.post...)...)
	file.add("weight", parquet.Leaf(parquet.DoubleType), doubles(want.weight...)...)
	for name, data := range map[string][]byte{"edges.csv": []byte(text.String()), "edges.parquet": file.parquetFile(t)} {
		got, err := readAll(write(t, name, data), Columns{})
		if err != nil {
			t.Fatal(err)
		}
		if !got.equal(&want) {
			t.Errorf("%s: rows differ", name)
		}
	}
}
