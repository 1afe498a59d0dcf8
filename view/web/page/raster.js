import { Surface, color, layer, rgb } from "./surface.js";

const axis = 20; // room for the ticks' axis [px]
const margin = 38; // room for the types' names [px]

// RasterView shows the last ticks' spikes: a picture with a column a tick that
// is written around and around, and shown from its oldest column on.
export class RasterView {
  constructor(canvas) {
    this.types = [];
    this.surface = new Surface(canvas, () => this.restyle());
  }

  show(rowTypes, types, ticks) {
    this.rowTypes = rowTypes;
    this.types = types;
    this.ticks = ticks;
    this.rows = Math.max(rowTypes.length, 1);
    this.ring = layer(ticks, this.rows);
    this.last = 0; // ticks drawn
    this.kept = []; // frames in the picture, to be painted anew in other colours
    this.restyle();
  }

  restyle() {
    if (!this.ring) return;
    this.inks = this.types.map((_, i) => rgb(color("type-" + i % 5)));
    this.ink = { line: color("line"), soft: color("soft") };
    this.ring.getContext("2d").clearRect(0, 0, this.ticks, this.rows);
    for (const raster of this.kept) this.paint(raster);
    this.draw();
  }

  add(raster, ticks) {
    if (!this.ring) return;
    if (ticks < this.last) { // another run
      this.kept = [];
      this.last = 0;
      this.ring.getContext("2d").clearRect(0, 0, this.ticks, this.rows);
    }
    this.wipe(Math.max(this.last, ticks - this.ticks), ticks);
    this.last = ticks;
    if (raster.to > raster.from) {
      raster.bytes = Uint8Array.from(atob(raster.spikes), (c) => c.charCodeAt(0));
      this.paint(raster);
      this.kept.push(raster);
      while (this.kept.length && this.kept[0].to <= ticks - this.ticks) this.kept.shift();
    }
    this.draw();
  }

  // wipe clears the columns of ticks that are about to be drawn.
  wipe(from, to) {
    const g = this.ring.getContext("2d");
    for (let tick = from; tick < to;) {
      const column = tick % this.ticks, width = Math.min(to - tick, this.ticks - column);
      g.clearRect(column, 0, width, this.rows);
      tick += width;
    }
  }

  // paint writes a raster's spikes into the picture.
  paint(raster) {
    const g = this.ring.getContext("2d");
    const view = new DataView(raster.bytes.buffer);
    const width = raster.to - raster.from;
    if (width <= 0 || width > this.ticks) return;
    const image = g.createImageData(width, this.rows);
    for (let at = 0; at < view.byteLength; at += 4) {
      const column = view.getUint16(at, true), row = view.getUint16(at + 2, true);
      const ink = this.inks[this.rowTypes[row]], pixel = 4 * (row * width + column);
      image.data[pixel] = ink[0]; image.data[pixel + 1] = ink[1]; image.data[pixel + 2] = ink[2]; image.data[pixel + 3] = 255;
    }
    const column = raster.from % this.ticks, fits = Math.min(width, this.ticks - column);
    g.putImageData(image, column, 0, 0, 0, fits, this.rows);
    if (fits < width) g.putImageData(image, -fits, 0, fits, 0, width - fits, this.rows);
  }

  draw() {
    const s = this.surface, g = s.g;
    if (!this.ring || !s.width) return;
    s.clear();
    const width = s.width - margin, height = s.height - axis;
    const first = this.last % this.ticks, late = this.ticks - first; // columns from the oldest on
    const x = (columns) => margin + columns / this.ticks * width;
    g.imageSmoothingEnabled = false;
    g.drawImage(this.ring, first, 0, late, this.rows, margin, 0, x(late) - margin, height);
    if (first > 0) g.drawImage(this.ring, 0, 0, first, this.rows, x(late), 0, s.width - x(late), height);
    this.labels(height, x);
  }

  // labels names the types' rows and the ticks.
  labels(height, x) {
    const s = this.surface, g = s.g;
    g.font = "12px system-ui, sans-serif";
    g.textAlign = "left";
    g.textBaseline = "middle";
    let free = 0;
    for (let i = 0; i < this.types.length; i++) {
      const from = this.rowTypes.indexOf(i), to = this.rowTypes.lastIndexOf(i) + 1;
      if (from < 0) continue;
      const top = from / this.rows * height, middle = (from + to) / 2 / this.rows * height;
      if (from > 0) {
        g.fillStyle = this.ink.line;
        g.fillRect(margin, Math.round(top), s.width - margin, 1);
      }
      const y = Math.max(middle, free + 7);
      free = y + 7;
      g.fillStyle = `rgb(${this.inks[i].join(" ")})`;
      g.fillText(this.types[i].name, 0, Math.min(y, height - 6));
    }
    g.fillStyle = this.ink.line;
    g.fillRect(margin, height, s.width - margin, 1);
    g.textBaseline = "bottom";
    g.fillStyle = this.ink.soft;
    const step = s.width < 480 ? 250 : 100;
    for (let back = 0; back <= this.ticks; back += step) {
      const at = x(this.ticks - back);
      g.textAlign = back === 0 ? "right" : back === this.ticks ? "left" : "center";
      g.fillText(back === 0 ? "now" : `−${back} ms`, at, s.height);
    }
  }
}
