package plot_test

import (
	"bytes"
	"image/png"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot"
)

// TestHearing puts a mark into one corner of each grid and looks for it there.
func TestHearing(t *testing.T) {
	sound, spikes := plot.NewGrid(100, 32), plot.NewGrid(200, 50)
	for i := range 20 {
		for j := range 8 {
			*sound.At(i, 24+j) = 1 // early and high
		}
	}
	*spikes.At(199, 0) = 1 // late and low: one cell
	h := plot.Hearing{
		Title: "Hearing", Subtitle: "a test", Seconds: 2, Sound: sound, Low: 80, High: 16000, Spikes: spikes, Neurons: 50,
	}
	var file bytes.Buffer
	if err := h.WritePNG(&file); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	isDark := func(r, g, b int) bool { return b > r+30 && b > 0x50 && r < 0x30 }
	for _, area := range []struct {
		name                     string
		left, top, right, bottom float64
		marked                   bool
	}{
		{"sound, early and high", 0.1, 0.1, 0.3, 0.27, true},
		{"sound, late and high", 0.4, 0.1, 0.85, 0.27, false},
		{"sound, early and low", 0.13, 0.3, 0.3, 0.52, false},
		{"spikes, late and low", 0.8, 0.8, 0.88, 0.91, true},
		{"spikes, early", 0.13, 0.6, 0.5, 0.88, false},
		{"spikes, late and high", 0.6, 0.6, 0.88, 0.8, false},
	} {
		if n := count(img, area.left, area.top, area.right, area.bottom, isDark); (n > 0) != area.marked {
			t.Errorf("%s: %d dark pixels, marked: %v", area.name, n, area.marked)
		}
	}
	if err := (&plot.Hearing{}).WritePNG(&file); err == nil {
		t.Error("nothing was drawn without an error")
	}
}
