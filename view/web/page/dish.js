import { Surface, color, css, layer, mix, ramp, rgb } from "./surface.js";

// DishView shows the whole dish: gradient and wall as a layer that is painted
// once, the trail as one that grows, and the worm.
export class DishView {
  constructor(canvas, trail) {
    this.trail = trail;
    this.dish = null;
    this.total = 1;
    this.surface = new Surface(canvas, () => this.restyle());
  }

  show(dish, total) {
    this.dish = dish;
    this.total = Math.max(total, 1);
    this.restyle();
  }

  // restyle paints the layers anew.
  restyle() {
    if (!this.dish || !this.surface || !this.surface.width) return;
    const s = this.surface;
    this.reach = this.dish.radius * 1.03; // [BL], half the side
    this.side = Math.min(s.width, s.height);
    this.ground = paintGround(this.dish, Math.round(this.side * s.scale), this.reach);
    this.path = layer(s.width * s.scale, s.height * s.scale);
    this.drawn = 0;
    this.version = this.trail.version;
    this.trailColor = ramp("trail-0", "trail-1", "trail-2", "trail-3", "trail-4");
    this.ink = { food: color("food"), body: color("ink"), card: color("card"), start: color("trail-0"), outline: color("outline") };
    this.draw(this.worm);
  }

  place(x, y) {
    const s = this.surface;
    const k = this.side / (2 * this.reach);
    return [s.width / 2 + x * k, s.height / 2 - y * k];
  }

  // grow draws the points that came since.
  grow() {
    const { points, version } = this.trail;
    if (version !== this.version || points.length < this.drawn) {
      this.version = version;
      this.drawn = 0;
      this.path = layer(this.path.width, this.path.height);
    }
    const g = this.path.getContext("2d");
    g.setTransform(this.surface.scale, 0, 0, this.surface.scale, 0, 0);
    g.lineWidth = 1.7;
    g.lineCap = "round";
    for (let i = Math.max(this.drawn, 1); i < points.length; i++) {
      g.strokeStyle = css(this.trailColor(points[i][0] / this.total));
      g.beginPath();
      g.moveTo(...this.place(points[i - 1][1], points[i - 1][2]));
      g.lineTo(...this.place(points[i][1], points[i][2]));
      g.stroke();
    }
    this.drawn = points.length;
  }

  draw(worm) {
    this.worm = worm;
    if (!this.ground || !worm) return;
    const s = this.surface, g = s.g;
    this.grow();
    s.clear();
    g.drawImage(this.ground, (s.width - this.side) / 2, (s.height - this.side) / 2, this.side, this.side);
    g.drawImage(this.path, 0, 0, s.width, s.height);
    for (const f of this.dish.foods) this.cross(...this.place(f.x, f.y));
    if (this.trail.points.length) {
      g.lineWidth = 2.5;
      g.strokeStyle = this.ink.start;
      g.fillStyle = this.ink.card;
      g.beginPath();
      g.arc(...this.place(this.trail.points[0][1], this.trail.points[0][2]), 4.5, 0, 7);
      g.fill();
      g.stroke();
    }
    this.body(worm.points);
  }

  cross(x, y) {
    const g = this.surface.g;
    g.strokeStyle = this.ink.food;
    g.lineWidth = 3;
    g.beginPath();
    g.moveTo(x - 8, y); g.lineTo(x + 8, y);
    g.moveTo(x, y - 8); g.lineTo(x, y + 8);
    g.stroke();
  }

  // body is the worm in its true size, with a ring around it to be found.
  body(points) {
    const g = this.surface.g;
    g.beginPath();
    for (let i = 0; i < points.length; i += 2) g.lineTo(...this.place(points[i], points[i + 1]));
    g.lineJoin = g.lineCap = "round";
    g.strokeStyle = this.ink.card;
    g.lineWidth = 5.5;
    g.stroke();
    g.strokeStyle = this.ink.body;
    g.lineWidth = 3;
    g.stroke();
    const middle = points.length / 2 - points.length / 2 % 2;
    g.beginPath();
    g.arc(...this.place(points[middle], points[middle + 1]), 15, 0, 7);
    g.lineWidth = 1.5;
    g.strokeStyle = this.ink.outline;
    g.stroke();
  }
}

const contours = 8;

// paintGround paints food, contour lines and wall: concentration is the sum of
// peak·exp(-d²/2σ²) over the foods.
function paintGround(dish, pixels, reach) {
  const canvas = layer(pixels, pixels);
  const g = canvas.getContext("2d");
  const n = canvas.width, step = 2 * reach / n;
  const smell = (x, y) => {
    let sum = 0;
    for (const f of dish.foods) sum += f.peak * Math.exp(-((x - f.x) ** 2 + (y - f.y) ** 2) / (2 * f.sigma * f.sigma));
    return sum;
  };
  const top = Math.max(1e-9, ...dish.foods.map((f) => smell(f.x, f.y)));
  const colors = ramp("food-0", "food-1", "food-2", "food-3");
  const lineColor = color("contour"), line = rgb(lineColor), opacity = parseInt(lineColor.slice(7, 9) || "ff", 16) / 255;
  const width = Math.max(1, n / 900);
  const image = g.createImageData(n, n);
  let above = new Float64Array(n + 1), here = new Float64Array(n + 1);
  const fill = (row, into) => { for (let c = 0; c <= n; c++) into[c] = smell((c - n / 2) * step, (n / 2 - row) * step) / top * contours; };
  fill(0, above);
  for (let r = 0; r < n; r++) {
    fill(r + 1, here);
    for (let c = 0; c < n; c++) {
      const level = above[c];
      const inside = (dish.radius - Math.hypot((c + 0.5 - n / 2) * step, (n / 2 - r - 0.5) * step)) / step + 0.5;
      if (inside <= 0) continue;
      let shade = colors(level / contours);
      const nearest = Math.round(level);
      const slope = Math.hypot(above[c + 1] - level, here[c] - level);
      if (nearest >= 1 && slope > 0) {
        const cover = Math.min(Math.max(width - Math.abs(level - nearest) / slope, 0), 1);
        shade = mix(shade, line, cover * opacity);
      }
      const at = 4 * (r * n + c);
      image.data[at] = shade[0]; image.data[at + 1] = shade[1]; image.data[at + 2] = shade[2];
      image.data[at + 3] = 255 * Math.min(inside, 1);
    }
    [above, here] = [here, above];
  }
  g.putImageData(image, 0, 0);
  g.strokeStyle = color("wall");
  g.lineWidth = Math.max(1.5, n / 450);
  g.beginPath();
  g.arc(n / 2, n / 2, dish.radius / step, 0, 7);
  g.stroke();
  return canvas;
}
