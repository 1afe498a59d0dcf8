package web

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/engine-gpu/engine-gpu/view"
)

// metrics tells Prometheus of a run. What it tells is the latest frame's.
type metrics struct {
	capture *view.Capture
	viewers func() int

	info, ticks, total, rate, spikes, rewards, byHand, net, running, distance, index, looking *prometheus.Desc
}

// newMetrics returns a registry of the run's metrics and the process's.
func newMetrics(c *view.Capture, viewers func() int) *prometheus.Registry {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("engine_gpu_"+name, help, labels, nil)
	}
	r := prometheus.NewRegistry()
	r.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		&metrics{
			capture: c, viewers: viewers,
			info:     describe("run_info", "What runs; always 1.", "brain", "backend", "device"),
			ticks:    describe("ticks_total", "Ticks run; a tick is 1 ms of the brain's time."),
			total:    describe("run_ticks", "Ticks to be run."),
			rate:     describe("ticks_per_second", "Ticks per second of late, 0 while paused."),
			spikes:   describe("spikes_total", "Spikes of all neurons."),
			rewards:  describe("rewards_total", "Rewards delivered to the brain."),
			byHand:   describe("rewards_by_hand_total", "Rewards among them that were given by hand."),
			net:      describe("net_reward", "Sum of the rewards delivered."),
			running:  describe("run_state", "1 for the state that the run is in.", "state"),
			distance: describe("food_distance_body_lengths", "Distance from the worm's head to the nearest food, in body lengths."),
			index:    describe("chemotaxis_index", "Chemotaxis index so far: 1 at the food, 0 as far as at the start."),
			looking:  describe("viewers", "Browsers that look on."),
		})
	return r
}

// Describe implements prometheus.Collector.
func (m *metrics) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		m.info, m.ticks, m.total, m.rate, m.spikes, m.rewards, m.byHand, m.net, m.running, m.distance, m.index, m.looking,
	} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (m *metrics) Collect(out chan<- prometheus.Metric) {
	tell := func(d *prometheus.Desc, kind prometheus.ValueType, x float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, kind, x, labels...)
	}
	const counter, gauge = prometheus.CounterValue, prometheus.GaugeValue
	s := m.capture.Scene()
	tell(m.info, gauge, 1, s.Brain, s.Backend, s.Device)
	tell(m.looking, gauge, float64(m.viewers()))
	f := m.capture.Latest()
	if f == nil {
		return // the run has not begun
	}
	tell(m.ticks, counter, float64(f.Ticks))
	tell(m.total, gauge, float64(f.Total))
	tell(m.rate, gauge, f.TicksPerSecond)
	tell(m.spikes, counter, float64(f.Spikes))
	tell(m.rewards, counter, float64(f.Rewards))
	tell(m.byHand, counter, float64(f.RewardsByHand))
	tell(m.net, gauge, f.NetReward)
	for state := view.Running; state <= view.Failed; state++ {
		is := 0.0
		if state == f.State {
			is = 1
		}
		tell(m.running, gauge, is, state.String())
	}
	if f.Worm != nil {
		tell(m.distance, gauge, f.Worm.Distance)
		tell(m.index, gauge, f.Worm.Index)
	}
}
