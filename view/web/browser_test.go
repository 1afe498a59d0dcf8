package web

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/engine-gpu/engine-gpu/view"
)

// browserPath finds Chromium. Where it has to be there, its absence is a
// failure.
func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("ENGINE_GPU_REQUIRE_BROWSER") == "1" {
		t.Fatal("ENGINE_GPU_REQUIRE_BROWSER is 1, and there is no Chromium: install Debian's chromium")
	}
	t.Skip("there is no Chromium: install Debian's chromium (make test-web does)")
	return ""
}

// tab is a page in a headless browser, with all that went wrong in it.
type tab struct {
	t        *testing.T
	ctx      context.Context
	mu       sync.Mutex
	problems []string
	asked    []string // addresses requested
}

func openTab(t *testing.T) *tab {
	t.Helper()
	path := browserPath(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	b := &tab{t: t}
	ctx, cancelTab := chromedp.NewContext(allocator, chromedp.WithListener(b.listen))
	t.Cleanup(cancelTab)
	if err := chromedp.Do(ctx); err != nil { // starts the browser, which lives as long as ctx
		t.Fatal(err)
	}
	b.ctx, cancelTab = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancelTab)
	return b
}

// listen collects what goes wrong, and what is asked for.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded:
		b.problems = append(b.problems, fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	}
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// ask returns the value of an expression.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// look sets width, height and scale of the page, and light or dark.
func (b *tab) look(width, height int64, scale float64, scheme string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height, chromedp.EmulateScale(scale)),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
			})
			return err
		}))
}

// text returns an element's text.
func (b *tab) text(id string) string {
	b.t.Helper()
	return ask[string](b, fmt.Sprintf("document.getElementById(%q).textContent", id))
}

// await waits until an expression holds.
func (b *tab) await(expression string) {
	b.t.Helper()
	for range 600 {
		if ask[bool](b, "Boolean("+expression+")") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("never true: %s; the page says %q, %q, %q", expression, b.text("state"), b.text("ticks"), b.text("announce"))
}

func (b *tab) isClean() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		b.t.Errorf("in the browser: %s", p)
	}
}

// picture returns what a canvas shows, as a data URL.
func (b *tab) picture(id string) string {
	b.t.Helper()
	return ask[string](b, fmt.Sprintf("document.getElementById(%q).toDataURL()", id))
}

// shoot writes a picture of the page to the folder that ENGINE_GPU_SCREENSHOTS
// names; docs/browser.png is one of them.
func (b *tab) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv("ENGINE_GPU_SCREENSHOTS")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o666); err != nil {
		b.t.Fatal(err)
	}
}

// TestPage: the page shows a run as it goes, in all sizes, light and dark.
func TestPage(t *testing.T) {
	b := openTab(t)
	r := startRun(t, 60_000, func(c *view.Controls) { c.SetSpeed(1) })
	b.look(1440, 900, 1, "light")
	b.open(r.url)
	b.await(`document.getElementById("state").textContent === "running"`)
	b.await(`document.querySelectorAll(".weight").length > 0`)

	// The worm moves, and spikes go by.
	worm, raster, ticks := b.picture("worm"), b.picture("raster"), b.text("ticks")
	time.Sleep(500 * time.Millisecond)
	if b.picture("worm") == worm || b.picture("raster") == raster || b.text("ticks") == ticks {
		t.Error("the page stands still while the run goes on")
	}
	if name := b.text("brain"); name != "arena_v1" {
		t.Errorf("the page shows the brain %q", name)
	}

	light := ask[string](b, "getComputedStyle(document.body).backgroundColor")
	r.capture.await(t, 8000)
	for _, c := range []struct {
		name          string
		width, height int64
		scale         float64
		scheme        string
	}{
		{"browser", 1440, 900, 1, "light"},
		{"wide-dark", 1440, 900, 1, "dark"},
		{"very-wide", 2560, 1200, 1, "light"},
		{"tablet", 820, 1180, 1, "dark"},
		{"phone", 360, 740, 2, "light"},
		{"phone-dark", 390, 844, 2, "dark"},
	} {
		b.look(c.width, c.height, c.scale, c.scheme)
		time.Sleep(300 * time.Millisecond)
		if over := ask[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
			t.Errorf("%s: the page is %d pixels too wide", c.name, over)
		}
		if ask[bool](b, `[...document.querySelectorAll("canvas")].some((c) => c.clientWidth > 0 && c.width !== Math.round(c.clientWidth * devicePixelRatio))`) {
			t.Errorf("%s: a canvas does not have the screen's pixels", c.name)
		}
		b.shoot(c.name)
	}
	if dark := ask[string](b, "getComputedStyle(document.body).backgroundColor"); light == dark {
		t.Error("the page is the same light and dark")
	}

	// Nothing comes from elsewhere, and nothing went wrong.
	for _, address := range b.asked {
		if !strings.HasPrefix(address, r.url) {
			t.Errorf("the page asks for %s", address)
		}
	}
	b.isClean()
}

// TestPageControls: buttons and keys.
func TestPageControls(t *testing.T) {
	b := openTab(t)
	r := startRun(t, 1_000_000, func(c *view.Controls) { c.SetSpeed(1) })
	b.look(1200, 900, 1, "light")
	b.open(r.url)
	b.await(`document.getElementById("state").textContent === "running"`)

	// Pause holds the run: its ticks stop.
	b.click("#pause")
	b.await(`document.getElementById("state").textContent === "paused" && document.getElementById("pause").textContent === "Resume"`)
	at := r.capture.Latest().Ticks
	time.Sleep(300 * time.Millisecond)
	if now := r.capture.Latest().Ticks; now != at {
		t.Errorf("paused at tick %d, the run is at %d", at, now)
	}
	if said := b.text("announce"); !strings.HasPrefix(said, "The run is paused after ") {
		t.Errorf("what is announced is %q", said)
	}
	b.click("#step")
	r.capture.await(t, at+1)
	b.click("#step100")
	r.capture.await(t, at+101)
	b.await(fmt.Sprintf(`document.getElementById("announce").textContent.startsWith("%d,") || document.getElementById("announce").textContent.startsWith("%d ")`, (at+101)/1000, at+101))
	if now := r.capture.Latest(); now.Ticks != at+101 || now.State != view.Paused {
		t.Errorf("after 101 steps from tick %d: %v at tick %d", at, now.State, now.Ticks)
	}

	// Rewards count, and the page says that the run is no longer its own.
	b.click("#reward")
	b.click("#reward")
	b.click("#punish")
	b.await(`document.getElementById("by-hand").textContent.startsWith("3 rewards")`)
	if f := r.capture.Latest(); f.RewardsByHand != 3 {
		t.Errorf("%d rewards by hand, want 3", f.RewardsByHand)
	}

	// The same by keys alone, with nothing in focus.
	ask[chromedp.Void](b, "document.activeElement.blur()")
	b.press(" ")
	b.await(`document.getElementById("state").textContent === "running"`)
	b.press("r")
	b.await(`document.getElementById("by-hand").textContent.startsWith("4 rewards")`)
	b.press(" ")
	b.await(`document.getElementById("state").textContent === "paused"`)
	at = r.capture.Latest().Ticks
	b.press(".")
	r.capture.await(t, at+1)

	// Tab reaches every control in order, and what has the focus shows it.
	var order []string
	for range 7 {
		b.press(kb.Tab)
		id := ask[string](b, `document.activeElement.id || document.activeElement.name || document.activeElement.tagName`)
		outline := ask[string](b, `getComputedStyle(document.activeElement.name ? document.activeElement.nextElementSibling : document.activeElement).outlineStyle`)
		order = append(order, id)
		if id != "BODY" && outline != "solid" {
			t.Errorf("the focus on %s cannot be seen: outline %s", id, outline)
		}
	}
	if got, want := strings.Join(order, " "), "BODY pause step step100 speed reward punish"; got != want {
		t.Errorf("tab order %s, want %s", got, want)
	}
	// Space on a button is the button's: it must not pause as well.
	b.do(chromedp.Focus(chromedp.CSS("#reward")))
	b.press(" ")
	b.await(`document.getElementById("by-hand").textContent.startsWith("5 rewards")`)
	if f := r.capture.Latest(); f.State != view.Paused {
		t.Errorf("space on the reward button left the run %v", f.State)
	}

	// Speeds.
	b.click(`#speeds input[value="0.1"]`)
	b.await(`document.querySelector("#speeds input:checked").value === "0.1"`)
	if speed := r.controls.Speed(); speed != 0.1 {
		t.Errorf("the speed is %v", speed)
	}
	// Somebody else's choice shows, too.
	r.controls.SetSpeed(10)
	r.controls.Resume()
	b.await(`document.querySelector("#speeds input:checked").value === "10"`)
	b.isClean()
}

// TestPageEnds: the last frame stays when the run is over and the server gone.
func TestPageEnds(t *testing.T) {
	b := openTab(t)
	r := startRun(t, 3000, (*view.Controls).Pause)
	b.look(1200, 900, 1, "light")
	b.open(r.url)
	b.await(`document.getElementById("state").textContent === "paused"`)
	r.controls.SetSpeed(2)
	r.controls.Resume()
	<-r.over
	r.close(t)
	b.await(`document.getElementById("state").textContent === "ended"`)
	b.await(`document.getElementById("ticks").textContent.startsWith("3,000 of 3,000 ticks")`)
	if text := b.text("banner"); text != "The run has ended. This is its last frame." {
		t.Errorf("the banner says %q", text)
	}
	if enabled := ask[int](b, `document.querySelectorAll("button:enabled, fieldset:enabled").length`); enabled != 0 {
		t.Errorf("%d controls of a run that is over", enabled)
	}
	b.shoot("ended")
	time.Sleep(1500 * time.Millisecond) // longer than the first wait before a new try
	if state := b.text("state"); state != "ended" {
		t.Errorf("after the server has gone the state is %q", state)
	}
	b.isClean()
}

// TestPageReconnects: a page that lost its server finds the next one.
func TestPageReconnects(t *testing.T) {
	b := openTab(t)
	first := startRun(t, 1_000_000, func(c *view.Controls) { c.SetSpeed(1) })
	b.look(1200, 900, 1, "light")
	b.open(first.url)
	b.await(`document.getElementById("state").textContent === "running"`)
	first.server.http.Close() // as a crash would
	b.await(`document.getElementById("state").textContent === "lost" && document.getElementById("pause").disabled`)
	b.shoot("lost")
	first.stop()
	second := startRunAt(t, strings.TrimSuffix(strings.TrimPrefix(first.url, "http://"), "/"), 1_000_000, "", (*view.Controls).Pause)
	b.await(`document.getElementById("state").textContent === "paused" && document.getElementById("banner").hidden`)
	second.controls.Step(500)
	b.await(`document.getElementById("ticks").textContent.startsWith("500 of")`)
}

// TestPageWithToken: the page's address carries the token once; then a cookie
// does, and the address is clean.
func TestPageWithToken(t *testing.T) {
	b := openTab(t)
	const token = "correct-horse-battery"
	r := startRunAt(t, "127.0.0.1:0", 1_000_000, token, func(c *view.Controls) { c.SetSpeed(1) })
	b.look(1200, 900, 1, "dark")
	b.open(r.url + "?token=" + token)
	b.await(`document.getElementById("state")?.textContent === "running"`)
	address, cookies := ask[string](b, "location.href"), ask[string](b, "document.cookie")
	if strings.Contains(address, token) || cookies != "" {
		t.Errorf("the page's address is %s and its scripts see the cookies %q", address, cookies)
	}
	b.click("#pause")
	b.await(`document.getElementById("state").textContent === "paused"`)
	b.isClean()
}

// TestPageWithoutArena: a brain alone.
func TestPageWithoutArena(t *testing.T) {
	b := openTab(t)
	r := startRunOf(t, runOptions{ticks: 1_000_000, alone: true, prepare: func(c *view.Controls) { c.SetSpeed(1) }})
	b.look(1440, 900, 1, "light")
	b.open(r.url)
	b.await(`document.getElementById("state").textContent === "running" && document.querySelectorAll(".weight").length > 0`)
	if shown := ask[int](b, `["dish", "worm", "distance"].filter((id) => document.getElementById(id).checkVisibility()).length`); shown != 0 {
		t.Errorf("%d parts of the arena are shown without one", shown)
	}
	time.Sleep(time.Second)
	b.shoot("alone")
	b.isClean()
}

// TestHiddenPageLetsGo: a page that nobody sees costs the run nothing.
func TestHiddenPageLetsGo(t *testing.T) {
	b := openTab(t)
	r := startRun(t, 1_000_000, func(c *view.Controls) { c.SetSpeed(1) })
	b.open(r.url)
	b.await(`document.getElementById("state").textContent === "running"`)
	ask[chromedp.Void](b, `Object.defineProperty(document, "hidden", {value: true, configurable: true}); document.dispatchEvent(new Event("visibilitychange"))`)
	r.awaitViewers(t, 0)
	ask[chromedp.Void](b, `delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))`)
	r.awaitViewers(t, 1)
	b.isClean()
}
