import { Controls } from "./controls.js";
import { DishView } from "./dish.js";
import { RasterView } from "./raster.js";
import { RatesView } from "./rates.js";
import { Stream } from "./stream.js";
import { Trail } from "./trail.js";
import { WeightsView } from "./weights.js";
import { WormView } from "./worm.js";

const at = (id) => document.getElementById(id);
const trail = new Trail();
const dish = new DishView(at("dish"), trail);
const worm = new WormView(at("worm"), trail);
const raster = new RasterView(at("raster"));
const rates = new RatesView(at("rates"), at("rate-list"));
const weights = new WeightsView(at("weight-list"));
const controls = new Controls(at);

let scene = null, latest = null, waiting = false, told = 0;

const count = (x) => x.toLocaleString("en", { maximumFractionDigits: 0 });
const signed = (x, digits) => (x < 0 ? "−" : "+") + Math.abs(x).toFixed(digits);

function banner(text) {
  at("banner").textContent = text;
  at("banner").hidden = !text;
}

function showState(state) {
  at("state").textContent = state;
  at("state").dataset.state = state;
}

function begin(news) {
  scene = news;
  latest = null;
  told = 0;
  const about = `${count(scene.neurons)} neurons, ${count(scene.synapses)} synapses · ${scene.backend} backend`;
  at("brain").textContent = document.title = scene.brain || "engine-gpu";
  at("about").textContent = scene.device ? `${about} on ${scene.device}` : about;
  for (const element of [at("dish-card"), at("worm-card"), ...document.querySelectorAll(".arena")]) element.hidden = !scene.dish;
  document.querySelector("main").classList.toggle("in-arena", Boolean(scene.dish));
  at("raster-note").textContent = scene.rowTypes.length < scene.neurons
    ? `of ${scene.rowTypes.length} of ${count(scene.neurons)} neurons, by type` : "by neuron type";
  trail.replace(scene.trail);
  raster.show(scene.rowTypes, scene.types, scene.rasterTicks);
  rates.show(scene.types);
  weights.show();
}

// receive takes a frame; it is drawn when the browser next paints.
function receive(frame) {
  if (!scene) return;
  if (!latest && scene.dish) {
    dish.show(scene.dish, frame.total);
    worm.show(frame.total, scene.dish);
  }
  trail.add(frame.trail);
  raster.add(frame.raster, frame.ticks);
  rates.add(frame.rates);
  const changed = !latest || latest.state !== frame.state || latest.byHand !== frame.byHand || frame.over;
  latest = frame;
  if (changed) told = 0;
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(draw);
  }
}

const textEvery = 120; // [ms]: faster figures cannot be read

function draw(now) {
  waiting = false;
  if (latest.worm) {
    dish.draw(latest.worm);
    worm.draw(latest.worm);
  }
  if (told && now - told < textEvery) {
    clearTimeout(draw.late);
    draw.late = setTimeout(tell, textEvery);
    return;
  }
  told = now;
  tell();
}

function tell() {
  const f = latest;
  if (!f) return;
  controls.show(f);
  showState(f.state);
  at("progress").value = f.total > 0 ? f.ticks / f.total : 1;
  at("ticks").textContent = `${count(f.ticks)} of ${count(f.total)} ticks · ${(f.ticks / 1000).toFixed(f.ticks < 100000 ? 2 : 0)} s of brain time`;
  at("rate").textContent = f.state === "paused" ? "–" : count(f.ticksPerSecond);
  at("realtime").textContent = f.state === "paused" ? "–" : `${Number((f.ticksPerSecond / 1000).toPrecision(3))}×`;
  at("spikes").textContent = count(f.spikes);
  at("rewards").textContent = `${count(f.rewards)}, ${signed(f.netReward, 1)}`;
  at("by-hand").hidden = f.byHand === 0;
  at("by-hand").textContent = `${count(f.byHand)} ${f.byHand === 1 ? "reward" : "rewards"} given by hand: this run cannot be repeated.`;
  if (f.worm) {
    at("distance").textContent = `${f.worm.distance.toFixed(2)} BL`;
    at("index").textContent = signed(f.worm.index, 3);
  }
  rates.tell();
  at("weights-card").hidden = !f.weights;
  if (f.weights) weights.add(f.weights);
  if (f.over) banner(endings[f.state]);
}

const endings = {
  ended: "The run has ended. This is its last frame.",
  interrupted: "The run was interrupted. This is its last frame.",
  failed: "The run has failed; the terminal says why. This is its last frame.",
};

new Stream({
  scene: begin,
  trail: (flat) => trail.replace(flat),
  frame: receive,
  lost: (seconds) => {
    showState("lost");
    controls.disable();
    banner(`The connection to the run is lost. Trying again in ${Math.max(1, Math.round(seconds))} s.`);
  },
  back: () => banner(""),
});
