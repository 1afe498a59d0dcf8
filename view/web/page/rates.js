import { Surface, color } from "./surface.js";

const kept = 300; // frames
const margin = 38; // room for the axis [px]

// RatesView shows how often the neuron types fired, frame by frame.
export class RatesView {
  constructor(canvas, list) {
    this.list = list;
    this.types = [];
    this.history = [];
    this.surface = new Surface(canvas, () => this.restyle());
  }

  show(types) {
    this.types = types;
    this.history = [];
    this.values = [];
    this.list.replaceChildren(...types.map((type, i) => {
      const item = document.createElement("li"), key = document.createElement("span"), value = document.createElement("b");
      key.className = "key type-" + i % 5;
      value.textContent = "–";
      this.values.push(value);
      item.append(key, type.name, value);
      item.title = `${type.neurons.toLocaleString("en")} neurons`;
      return item;
    }));
    this.restyle();
  }

  restyle() {
    this.inks = this.types.map((_, i) => color("type-" + i % 5));
    this.ink = { line: color("line"), soft: color("soft") };
    if (this.surface) this.draw();
  }

  add(rates) {
    if (!rates) return;
    this.history.push(rates);
    if (this.history.length > kept) this.history.shift();
    this.draw();
  }

  // tell writes the means of the last frames: single ones flicker.
  tell() {
    const late = this.history.slice(-10);
    this.values.forEach((value, i) => {
      if (late.length) value.textContent = (late.reduce((sum, rates) => sum + rates[i], 0) / late.length).toFixed(1);
    });
  }

  draw() {
    const s = this.surface, g = s.g;
    if (!s.width) return;
    s.clear();
    const height = s.height - 8, top = round(Math.max(1, ...this.history.flat()));
    const y = (hz) => 4 + height * (1 - hz / top);
    g.font = "12px system-ui, sans-serif";
    g.textAlign = "left";
    g.textBaseline = "middle";
    for (const hz of [0, top / 2, top]) {
      g.fillStyle = this.ink.line;
      g.fillRect(margin, Math.round(y(hz)), s.width - margin, 1);
      g.fillStyle = this.ink.soft;
      g.fillText(String(hz), 0, Math.min(Math.max(y(hz), 7), s.height - 7));
    }
    g.lineWidth = 1.6;
    g.lineJoin = "round";
    const x = (i) => margin + (s.width - margin) * (kept - this.history.length + i) / (kept - 1);
    this.inks.forEach((ink, type) => {
      g.strokeStyle = ink;
      g.beginPath();
      this.history.forEach((rates, i) => g.lineTo(x(i), y(rates[type])));
      g.stroke();
    });
  }
}

// round returns 1, 2 or 5 times a power of ten, at least x.
function round(x) {
  const power = 10 ** Math.floor(Math.log10(x));
  return [1, 2, 5, 10].find((k) => k * power >= x) * power;
}
