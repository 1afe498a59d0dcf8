package web

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
	"github.com/engine-gpu/engine-gpu/view"
)

// request sends a request to a run; headers are "Name: value".
func (r *served) request(t *testing.T, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(r.url, "/")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			q.Host = value
		} else {
			q.Header.Set(name, value)
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer
}

const asJSON = "Content-Type: application/json"

// events reads server-sent events.
type events struct {
	t *testing.T
	r *bufio.Reader
}

func (r *served) events(t *testing.T, headers ...string) *events {
	t.Helper()
	answer := r.request(t, "GET", "/events", "", headers...)
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("the events answer with %s, %s", answer.Status, answer.Header.Get("Content-Type"))
	}
	return &events{t, bufio.NewReaderSize(answer.Body, 1<<20)}
}

// next reads the next event into a value; more is false at the stream's end.
func (e *events) next(into any) (name string, more bool) {
	e.t.Helper()
	for {
		line, err := e.r.ReadString('\n')
		if err != nil {
			return "", false
		}
		switch key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); key {
		case "event":
			name = value
		case "data":
			if name == "trail" { // of those that are too slow for all frames
				continue
			}
			if err := json.Unmarshal([]byte(value), into); err != nil {
				e.t.Fatalf("event %s: %v", name, err)
			}
			return name, true
		}
	}
}

// TestEvents: the scene, the latest frame, those that come, and the end.
func TestEvents(t *testing.T) {
	r := startRun(t, 400, (*view.Controls).Pause)
	e := r.events(t)
	var scene sceneEvent
	if name, _ := e.next(&scene); name != "scene" {
		t.Fatalf("the first event is %s", name)
	}
	if scene.Brain != "arena_v1" || scene.Neurons != 8070 || len(scene.RowTypes) != view.MaxRasterRows || scene.Dish == nil || scene.Dish.Radius != 30 {
		t.Errorf("the scene is %+v", scene)
	}
	var first frameEvent
	if name, _ := e.next(&first); name != "frame" || first.State != "paused" || first.Ticks != 0 {
		t.Fatalf("%s: %s after %d ticks, want a paused frame", name, first.State, first.Ticks)
	}
	if len(first.Worm.Points) != 2*24 || len(first.Worm.Activation) != 2*24 {
		t.Errorf("%d numbers of points and %d of muscles, want 48", len(first.Worm.Points), len(first.Worm.Activation))
	}
	r.controls.Step(100)
	var f frameEvent
	for f.Ticks < 100 {
		if _, more := e.next(&f); !more {
			t.Fatal("the stream ends")
		}
	}
	r.capture.await(t, 100)
	want := r.capture.Latest().Worm
	for i, p := range want.Segments {
		if math.Abs(float64(f.Worm.Points[2*i])-p.X) > 1e-4 || math.Abs(float64(f.Worm.Points[2*i+1])-p.Y) > 1e-4 {
			t.Errorf("segment %d is at (%v, %v), want %v", i, f.Worm.Points[2*i], f.Worm.Points[2*i+1], p)
		}
	}
	r.controls.Resume()
	last := f.Number
	for {
		var f frameEvent
		name, more := e.next(&f)
		if !more {
			t.Fatal("the stream ends before the run")
		}
		if name == "frame" && f.Number <= last {
			t.Errorf("frame %d after frame %d", f.Number, last)
		}
		last = max(last, f.Number)
		if f.Over {
			if f.State != "ended" || f.Ticks != 400 {
				t.Errorf("the last frame: %s after %d ticks", f.State, f.Ticks)
			}
			break
		}
	}
	if _, more := e.next(&f); more {
		t.Error("an event after the end")
	}
	// Who comes after the end sees it, too.
	late := r.events(t)
	late.next(&scene)
	if late.next(&f); !f.Over || f.Ticks != 400 {
		t.Errorf("who comes late sees %s after %d ticks", f.State, f.Ticks)
	}
	if trail := scene.Trail; len(trail) != 3*41 || trail[len(trail)-3] != 400 { // ticks 0, 10, ..., 390 and the end
		t.Errorf("the trail has %d numbers and ends at tick %v", len(trail), trail[len(trail)-3])
	}
}

// TestRasterData: a spike is two little-endian uint16.
func TestRasterData(t *testing.T) {
	d := rasterOf(&view.Raster{From: 1000, To: 1500, Tick: []int32{1000, 1257, 1499}, Row: []uint16{0, 199, 258}})
	if want := []byte{0, 0, 0, 0, 1, 1, 199, 0, 243, 1, 2, 1}; !bytes.Equal(d.Spikes, want) || d.From != 1000 || d.To != 1500 {
		t.Errorf("%v, want %v", d.Spikes, want)
	}
	text, err := json.Marshal(d)
	if err != nil || !strings.Contains(string(text), base64.StdEncoding.EncodeToString(d.Spikes)) {
		t.Errorf("%s (%v)", text, err)
	}
}

// TestNumbersAreJSON whatever they are.
func TestNumbersAreJSON(t *testing.T) {
	for x, want := range map[float64]string{
		math.Inf(1): "null", math.Inf(-1): "null", 0.00004: "0", 1.00005001: "1.0001", -2.5: "-2.5", 1e308: "1e+308",
	} {
		if got, err := json.Marshal(short(x)); string(got) != want || err != nil {
			t.Errorf("%v is %s (%v), want %s", x, got, err, want)
		}
	}
	if got, _ := json.Marshal(short(math.NaN())); string(got) != "null" {
		t.Errorf("NaN is %s", got)
	}
}

// TestControl: what a POST does, and which are refused.
func TestControl(t *testing.T) {
	r := startRun(t, 1_000_000, (*view.Controls).Pause)
	r.capture.await(t, 0)
	for _, c := range []struct {
		body   string
		status int
		says   string // in the error
	}{
		{`{"action":"pause"}`, 204, ""},
		{`{"action":"step","value":5}`, 204, ""},
		{`{"action":"speed","value":0.5}`, 204, ""},
		{`{"action":"speed","value":0}`, 204, ""},
		{`{"action":"reward","value":-0.5}`, 204, ""},
		{`{"action":"step"}`, 400, "step needs a value"},
		{`{"action":"step","value":0}`, 400, "1..1000000"},
		{`{"action":"step","value":1.5}`, 400, "whole number"},
		{`{"action":"step","value":1e300}`, 400, "whole number"},
		{`{"action":"speed","value":-1}`, 400, "times real time"},
		{`{"action":"reward","value":1e9}`, 400, "reward"},
		{`{"action":"reward","value":"1"}`, 400, "no wish"},
		{`{"action":"stop"}`, 400, "unknown action"},
		{`{"action":"pause","more":1}`, 400, "no wish"},
		{`{"action":"pause"}{"action":"resume"}`, 400, "goes on"},
		{`{"action":"pause"} x`, 400, "goes on"},
		{`{`, 400, "no wish"},
		{``, 400, "no wish"},
		{`null`, 400, "unknown action"},
		{`[]`, 400, "no wish"},
		{`"pause"`, 400, "no wish"},
		{strings.Repeat(`[`, 1000), 400, "no wish"},
		{`{"action":"` + strings.Repeat("a", 2000) + `"}`, 413, "too large"},
		{"\xff\xfe\x00", 400, "no wish"},
	} {
		answer := r.request(t, "POST", "/control", c.body, asJSON)
		text, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != c.status || !strings.Contains(string(text), c.says) {
			t.Errorf("%.60s: %s %s, want %d and %q", c.body, answer.Status, text, c.status, c.says)
		}
	}
	r.capture.await(t, 5)
	if f := r.capture.Latest(); f.State != view.Paused || f.Ticks != 5 || f.Speed != 0 {
		t.Errorf("%v after %d ticks at speed %v, want paused after 5", f.State, f.Ticks, f.Speed)
	}
	if answer := r.request(t, "POST", "/control", `{"action":"pause"}`, "Content-Type: text/plain"); answer.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a body of plain text: %s", answer.Status)
	}
	if answer := r.request(t, "GET", "/control", ""); answer.StatusCode < 400 {
		t.Errorf("GET /control: %s", answer.Status)
	}
	r.stop()
	answer := r.request(t, "POST", "/control", `{"action":"resume"}`, asJSON)
	if answer.StatusCode != http.StatusConflict {
		t.Errorf("after the end: %s", answer.Status)
	}
}

// FuzzControl: no body breaks the server or becomes a wish that is none.
func FuzzControl(f *testing.F) {
	f.Add([]byte(`{"action":"step","value":5}`))
	f.Add([]byte(`{"action":"reward","value":1e999}`))
	f.Add([]byte(`{"action":"pause"}}`))
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		s := &Server{controls: new(view.Controls)}
		var w wish
		if decode(bytes.NewReader(body), &w) != nil || s.do(w) != nil {
			return
		}
		switch w.Action {
		case "pause", "resume":
		case "step", "speed", "reward":
			if w.Value == nil || math.IsNaN(*w.Value) || math.IsInf(*w.Value, 0) {
				t.Errorf("%q was taken", body)
			}
		default:
			t.Errorf("%q was taken", body)
		}
	})
}

// TestForeignRequests: other sites reach neither the page nor the controls.
func TestForeignRequests(t *testing.T) {
	r := startRun(t, 1_000_000, (*view.Controls).Pause)
	own := strings.TrimSuffix(r.url, "/")
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(own, "http://"))
	const pause = `{"action":"pause"}`
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
	}{
		{"the page", "GET", "/", "", nil, 200},
		{"localhost", "GET", "/", "", []string{"Host: localhost:" + port}, 200},
		{"a tunnel's port", "GET", "/", "", []string{"Host: localhost:9999"}, 200},
		{"IPv6", "GET", "/", "", []string{"Host: [::1]:" + port}, 200},
		{"a rebound name", "GET", "/", "", []string{"Host: evil.example:" + port}, 421},
		{"a name that looks like it", "GET", "/", "", []string{"Host: localhost.evil.example"}, 421},
		{"another address", "GET", "/metrics", "", []string{"Host: 192.168.1.7"}, 421},
		{"rebound events", "GET", "/events", "", []string{"Host: evil.example"}, 421},
		{"rebound controls", "POST", "/control", pause, []string{asJSON, "Host: evil.example", "Origin: http://evil.example"}, 421},
		{"a program", "POST", "/control", pause, []string{asJSON}, 204},
		{"the page's controls", "POST", "/control", pause, []string{asJSON, "Origin: " + own, "Sec-Fetch-Site: same-origin"}, 204},
		{"another site", "POST", "/control", pause, []string{asJSON, "Origin: http://evil.example"}, 403},
		{"another port", "POST", "/control", pause, []string{asJSON, "Origin: http://127.0.0.1:1"}, 403},
		{"no site", "POST", "/control", pause, []string{asJSON, "Origin: null"}, 403},
		{"cross-site", "POST", "/control", pause, []string{asJSON, "Origin: " + own, "Sec-Fetch-Site: cross-site"}, 403},
		{"same site only", "POST", "/control", pause, []string{asJSON, "Sec-Fetch-Site: same-site"}, 403},
		{"a form", "POST", "/control", "action=pause", []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
		{"a leaning path", "GET", "/../../etc/passwd", "", nil, 404},
		{"no such file", "GET", "/server.go", "", nil, 404},
	} {
		if answer := r.request(t, c.method, c.path, c.body, c.headers...); answer.StatusCode != c.status {
			if c.name == "a leaning path" && answer.StatusCode == http.StatusTemporaryRedirect {
				continue // to the same path without dots
			}
			t.Errorf("%s: %s, want %d", c.name, answer.Status, c.status)
		}
	}
	h := r.request(t, "GET", "/", "").Header
	if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy: %s", csp)
	}
}

// TestToken: nothing but /healthz without it, and it is never repeated.
func TestToken(t *testing.T) {
	const token = "correct-horse-battery"
	r := startRunOf(t, runOptions{ticks: 1_000_000, token: token, far: true, prepare: (*view.Controls).Pause})
	bearer := "Authorization: Bearer " + token
	for _, path := range []string{"/", "/main.js", "/events", "/metrics", "/?token=", "/?token=wrong", "/main.js?token=" + token} {
		answer := r.request(t, "GET", path, "")
		if answer.StatusCode != http.StatusUnauthorized || answer.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s without the token: %s", path, answer.Status)
		}
	}
	for _, wrong := range []string{"Bearer ", "Bearer correct-horse-batter", "bearer", "Basic " + token, "Bearer " + token + " "} {
		if answer := r.request(t, "GET", "/metrics", "", "Authorization: "+wrong); answer.StatusCode != http.StatusUnauthorized && strings.TrimSpace(wrong) != "Bearer "+token {
			t.Errorf("%q: %s", wrong, answer.Status)
		}
	}
	if answer := r.request(t, "GET", "/healthz", ""); answer.StatusCode != http.StatusOK {
		t.Errorf("/healthz: %s", answer.Status)
	}
	for _, path := range []string{"/", "/main.js", "/metrics"} {
		if answer := r.request(t, "GET", path, "", bearer); answer.StatusCode != http.StatusOK {
			t.Errorf("%s with the token: %s", path, answer.Status)
		}
	}
	if answer := r.request(t, "POST", "/control", `{"action":"pause"}`, asJSON); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("controls without the token: %s", answer.Status)
	}
	// Other sites cannot use the cookie to change anything.
	swap := r.request(t, "GET", "/?token="+token, "")
	cookies := swap.Cookies()
	if swap.StatusCode != http.StatusSeeOther || swap.Header.Get("Location") != "/" || len(cookies) != 1 {
		t.Fatalf("the page with the token: %s to %q with %d cookies", swap.Status, swap.Header.Get("Location"), len(cookies))
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || strings.Contains(c.String(), token) {
		t.Errorf("the cookie is %v", c)
	}
	pass := "Cookie: " + c.Name + "=" + c.Value
	if answer := r.request(t, "GET", "/", "", pass); answer.StatusCode != http.StatusOK {
		t.Errorf("the page with the cookie: %s", answer.Status)
	}
	if answer := r.request(t, "POST", "/control", `{"action":"pause"}`, asJSON, pass); answer.StatusCode != http.StatusNoContent {
		t.Errorf("controls with the cookie: %s", answer.Status)
	}
	if answer := r.request(t, "POST", "/control", `{"action":"pause"}`, asJSON, pass, "Origin: http://evil.example"); answer.StatusCode != http.StatusForbidden {
		t.Errorf("another site with the cookie: %s", answer.Status)
	}
	if answer := r.request(t, "GET", "/", "", "Cookie: "+c.Name+"="+token); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("the token as the cookie: %s", answer.Status)
	}
	// Another run's cookie is another one.
	other := startRunOf(t, runOptions{ticks: 1_000_000, token: token, far: true, prepare: (*view.Controls).Pause})
	if answer := other.request(t, "GET", "/", "", "Cookie: engine-gpu-"+strings.Split(strings.Trim(other.url, "/"), ":")[2]+"="+c.Value); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("another run's cookie: %s", answer.Status)
	}
	if log := r.log.String(); log != "" {
		t.Errorf("the log says %q", log)
	}
}

// TestMetrics: what Prometheus reads is what the frame says.
func TestMetrics(t *testing.T) {
	r := startRun(t, 1_000_000, (*view.Controls).Pause)
	r.controls.Step(300)
	r.controls.Reward(1)
	r.capture.await(t, 300)
	r.events(t)
	r.awaitViewers(t, 1)
	answer := r.request(t, "GET", "/metrics", "")
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	f := r.capture.Latest()
	for name, want := range map[string]float64{
		"engine_gpu_ticks_total": 300, "engine_gpu_run_ticks": 1_000_000, "engine_gpu_ticks_per_second": 0,
		"engine_gpu_spikes_total": float64(f.Spikes), "engine_gpu_rewards_total": float64(f.Rewards),
		"engine_gpu_rewards_by_hand_total": 1, "engine_gpu_net_reward": f.NetReward, "engine_gpu_viewers": 1,
		"engine_gpu_food_distance_body_lengths": f.Worm.Distance, "engine_gpu_chemotaxis_index": f.Worm.Index,
		"engine_gpu_run_info": 1,
	} {
		family := families[name]
		if family == nil || len(family.Metric) != 1 || family.GetHelp() == "" {
			t.Errorf("%s: %v", name, family)
			continue
		}
		m := family.Metric[0]
		got := m.GetGauge().GetValue()
		if strings.HasSuffix(name, "_total") {
			got = m.GetCounter().GetValue()
		}
		if got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	for _, m := range families["engine_gpu_run_state"].GetMetric() {
		if state := m.GetLabel()[0].GetValue(); (m.GetGauge().GetValue() == 1) != (state == "paused") {
			t.Errorf("state %s is %v", state, m.GetGauge().GetValue())
		}
	}
	if families["go_goroutines"] == nil || families["process_open_fds"] == nil {
		t.Error("the process has no metrics")
	}
	health := r.request(t, "GET", "/healthz", "")
	if text, _ := io.ReadAll(health.Body); string(text) != "ok\n" || health.StatusCode != http.StatusOK {
		t.Errorf("/healthz: %s %q", health.Status, text)
	}
}

// raw opens a connection and sends a text.
func (r *served) raw(t *testing.T, text string) net.Conn {
	t.Helper()
	var d net.Dialer
	c, err := d.DialContext(t.Context(), "tcp", strings.Trim(strings.TrimPrefix(r.url, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDeadClient: one that asks for the events and never reads costs the run
// nothing, and is dropped in the end.
func TestDeadClient(t *testing.T) {
	lim := usualLimits()
	lim.patience = 300 * time.Millisecond
	r := startRunOf(t, runOptions{ticks: 2_000_000_000, limits: lim})
	dead := r.raw(t, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
	dead.(*net.TCPConn).SetReadBuffer(1 << 10)
	r.awaitViewers(t, 1)
	r.capture.await(t, 0)
	at := r.capture.Latest().Ticks
	r.capture.await(t, at+10_000) // the run goes on beside it
	r.awaitViewers(t, 0)          // once the system's own buffers are full
	live := r.events(t)           // and others still get frames
	var scene sceneEvent
	live.next(&scene)
	var a, b frameEvent
	live.next(&a)
	for b.Number <= a.Number {
		if _, more := live.next(&b); !more {
			t.Fatal("the stream ends")
		}
	}
}

// TestCloseDespiteDeadClient: closing waits for nobody.
func TestCloseDespiteDeadClient(t *testing.T) {
	r := startRun(t, 2_000_000_000, nil)
	r.raw(t, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
	r.raw(t, "POST /control HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{")
	r.raw(t, "GET / HT")
	r.awaitViewers(t, 1)
	r.stop()
	done := make(chan struct{})
	go func() { r.close(t); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("the server does not close")
	}
}

// TestMissedFrames: a client that misses frames gets the whole trail.
func TestMissedFrames(t *testing.T) {
	r := startRun(t, 1_000_000, (*view.Controls).Pause)
	r.capture.await(t, 0)
	text := new(recorder)
	c := &client{w: text, controller: http.NewResponseController(text), patience: time.Second}
	for _, number := range []int64{1, 2, 3} {
		c.frame(message{text: []byte("frame\n"), number: number})
		r.server.mend(c)
	}
	if strings.Contains(text.String(), "trail") {
		t.Error("a trail though nothing was missed")
	}
	c.frame(message{text: []byte("frame\n"), number: 3})
	if n := strings.Count(text.String(), "frame"); n != 3 {
		t.Errorf("%d frames, want 3: one came twice", n)
	}
	c.frame(message{text: []byte("frame\n"), number: 7})
	r.server.mend(c)
	if n := strings.Count(text.String(), "event: trail"); n != 1 {
		t.Errorf("%d trails after frames were missed", n)
	}
	c.frame(message{text: []byte("frame\n"), number: 9})
	r.server.mend(c)
	if n := strings.Count(text.String(), "event: trail"); n != 1 || !c.missed {
		t.Errorf("%d trails at once", n)
	}
}

// recorder is a response that can be flushed and has deadlines.
type recorder struct{ bytes.Buffer }

func (*recorder) Header() http.Header              { return http.Header{} }
func (*recorder) WriteHeader(int)                  {}
func (*recorder) FlushError() error                { return nil }
func (*recorder) SetWriteDeadline(time.Time) error { return nil }

// TestManyClients: 200 look on at once and all get frames.
func TestManyClients(t *testing.T) {
	r := startRun(t, 1_000_000, func(c *view.Controls) { c.SetSpeed(1) })
	var wg sync.WaitGroup
	for range 200 {
		e := r.events(t)
		wg.Add(1)
		go func() {
			defer wg.Done()
			var scene sceneEvent
			e.next(&scene)
			for range 3 {
				var f frameEvent
				if name, more := e.next(&f); !more || name != "frame" || f.Number == 0 {
					t.Errorf("a client got %q", name)
					return
				}
			}
		}()
	}
	wg.Wait()
	r.controls.Pause() // nobody reads any more, and is not to be dropped for that
	for range maxStreams - 200 {
		r.events(t)
	}
	r.awaitViewers(t, maxStreams)
	if answer := r.request(t, "GET", "/events", ""); answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("one too many: %s", answer.Status)
	}
	if answer := r.request(t, "GET", "/healthz", ""); answer.StatusCode != http.StatusOK {
		t.Errorf("/healthz: %s", answer.Status)
	}
}

// TestSlowloris: clients that dawdle are cut off, those that look on are not.
func TestSlowloris(t *testing.T) {
	lim := limits{
		header: 200 * time.Millisecond, request: 400 * time.Millisecond, idle: 300 * time.Millisecond,
		patience: time.Second, heartbeat: 100 * time.Millisecond,
	}
	r := startRunOf(t, runOptions{ticks: 1_000_000, limits: lim, prepare: (*view.Controls).Pause})
	looking := r.events(t)
	for name, text := range map[string]string{
		"half a header": "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
		"half a body":   "POST /control HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
		"nothing":       "",
		"idle":          "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
	} {
		c := r.raw(t, text)
		c.SetReadDeadline(time.Now().Add(20 * time.Second))
		if _, err := io.ReadAll(c); err != nil {
			t.Errorf("%s: the connection stays open: %v", name, err)
		}
	}
	// The stream has outlived them, and the time that a request may take.
	var scene sceneEvent
	var f frameEvent
	looking.next(&scene)
	looking.next(&f)
	r.controls.Step(1)
	for f.Ticks < 1 {
		if _, more := looking.next(&f); !more {
			t.Fatal("the stream has ended")
		}
	}
}

// TestHugeHeader: a header beyond 16 KiB and the room that net/http adds is
// refused.
func TestHugeHeader(t *testing.T) {
	r := startRun(t, 1_000_000, (*view.Controls).Pause)
	if answer := r.request(t, "GET", "/", "", "X-Large: "+strings.Repeat("a", 64<<10)); answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("64 KiB of header: %s", answer.Status)
	}
	if answer := r.request(t, "GET", "/"+strings.Repeat("a", 64<<10), ""); answer.StatusCode < 400 {
		t.Errorf("an address of 64 KiB: %s", answer.Status)
	}
}

func TestParseAddress(t *testing.T) {
	for text, loopback := range map[string]bool{
		"127.0.0.1:8080": true, "localhost:0": true, "LOCALHOST:1": true, "[::1]:80": true, "127.9.9.9:80": true,
		"0.0.0.0:80": false, ":8080": false, "[::]:80": false, "192.168.0.1:80": false, "example.org:80": false,
		"localhost.example.org:80": false, "[::ffff:10.0.0.1]:80": false,
	} {
		a, err := ParseAddress(text)
		if err != nil || a.Loopback() != loopback {
			t.Errorf("%s: loopback %v (%v), want %v", text, a.Loopback(), err, loopback)
		}
	}
	for _, text := range []string{"", "8080", "localhost", "localhost:", "localhost:http", "localhost:65536", "localhost:-1", "http://localhost:80", "a b:80", "user@host:80", "::1:80"} {
		if a, err := ParseAddress(text); err == nil {
			t.Errorf("%q is taken as %v", text, a)
		}
	}
}

// TestListenInUse: the error says what to do.
func TestListenInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a, err := ParseAddress(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Listen(t.Context())
	if want := fmt.Sprintf("%s: another program listens there", a); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %v, want %s ...", err, want)
	}
	if l2, err := (Address{"127.0.0.1", 0}).Listen(t.Context()); err != nil || !strings.HasPrefix(URL(l2), "http://127.0.0.1:") {
		t.Errorf("any port: %v", err)
	} else {
		l2.Close()
	}
}

// TestNobodyWatches: without clients the run is not watched, though metrics
// are read.
func TestNobodyWatches(t *testing.T) {
	r := startRun(t, 2_000_000_000, nil)
	r.capture.await(t, 2000)
	r.request(t, "GET", "/metrics", "")
	if f := r.capture.Latest(); len(f.Raster.Tick) != 0 || f.Rates != nil || f.Weights != nil {
		t.Errorf("a raster of %d spikes, %d rates and %d weights for nobody", len(f.Raster.Tick), len(f.Rates), len(f.Weights))
	}
}
