import { Surface, color } from "./surface.js";

// WeightsView shows the distribution of every synapse type's weights.
export class WeightsView {
  constructor(list) {
    this.list = list;
    this.rows = new Map();
  }

  show() {
    this.rows.clear();
    this.list.replaceChildren();
    this.text = "";
  }

  // add shows weights; most frames repeat the last ones.
  add(weights) {
    const text = JSON.stringify(weights);
    if (text === this.text) return;
    this.text = text;
    for (const w of weights) {
      let row = this.rows.get(w.type);
      if (!row) {
        row = new WeightRow(this.list, w.type);
        this.rows.set(w.type, row);
      }
      row.show(w);
    }
  }
}

class WeightRow {
  constructor(list, type) {
    const box = document.createElement("div"), head = document.createElement("p"), ends = document.createElement("p");
    const canvas = document.createElement("canvas"), name = document.createElement("span");
    this.mean = document.createElement("span");
    this.low = document.createElement("span");
    this.high = document.createElement("span");
    box.className = "weight";
    ends.className = "ends";
    name.textContent = type.replaceAll("_", " ");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Distribution of the weights of ${name.textContent} synapses`);
    head.append(name, this.mean);
    ends.append(this.low, this.high);
    box.append(head, canvas, ends);
    list.append(box);
    this.surface = new Surface(canvas, () => this.draw());
  }

  show(weight) {
    this.weight = weight;
    this.mean.textContent = "mean " + figure(weight.mean);
    this.low.textContent = figure(weight.low);
    this.high.textContent = weight.high > weight.low ? figure(weight.high) : "";
    this.draw();
  }

  draw() {
    const s = this.surface;
    if (!s || !s.width || !this.weight) return;
    const g = s.g, { bins, low, high, mean } = this.weight;
    s.clear();
    const heights = bins.map((n) => Math.log1p(n));
    if (low === high) heights.splice(Math.floor(bins.length / 2), 0, ...heights.splice(0, 1)); // one weight: in the middle
    const most = Math.max(...heights, 1e-9), width = s.width / bins.length;
    g.fillStyle = color("bar");
    heights.forEach((h, i) => g.fillRect(i * width, s.height - 1 - h / most * (s.height - 3), Math.max(width - 1, 1), h / most * (s.height - 3)));
    g.fillStyle = color("line");
    g.fillRect(0, s.height - 1, s.width, 1);
    if (high > low) {
      g.fillStyle = color("dorsal");
      g.fillRect((mean - low) / (high - low) * s.width - 1, 0, 2, s.height);
    }
  }
}

function figure(x) {
  return Number(x.toPrecision(3)).toString().replace("-", "−");
}
