import { Surface, color, css, mix, ramp, rgb } from "./surface.js";

const span = 1.3; // height of the picture [BL]
const girth = 0.062; // half the width of the body at its middle [BL]

// The activation that is shown in full colour. Most are below 0.2; 1/12
// contracts a muscle fully, so that contraction itself would show little.
const bright = 0.4;

// WormView shows the worm close up, with its muscles.
export class WormView {
  constructor(canvas, trail) {
    this.trail = trail;
    this.total = 1;
    this.surface = new Surface(canvas, () => this.restyle());
  }

  show(total, dish) {
    this.total = Math.max(total, 1);
    this.dish = dish;
    this.restyle();
  }

  restyle() {
    this.ink = { body: rgb(color("body")), dorsal: rgb(color("dorsal")), ventral: rgb(color("ventral")), outline: color("outline"), soft: color("soft"), card: color("card"), wall: color("wall") };
    this.trailColor = ramp("trail-0", "trail-1", "trail-2", "trail-3", "trail-4");
    this.ground = ramp("food-0", "food-1", "food-2", "food-3");
    if (this.surface) this.draw(this.worm);
  }

  draw(worm) {
    this.worm = worm;
    const s = this.surface, g = s.g;
    if (!worm || !s.width || !this.dish) return;
    const p = worm.points, n = p.length / 2;
    // The picture follows the middle of the body, softly.
    let mx = 0, my = 0;
    for (let i = 0; i < n; i++) { mx += p[2 * i] / n; my += p[2 * i + 1] / n; }
    if (!this.eye || Math.hypot(mx - this.eye[0], my - this.eye[1]) > 1) this.eye = [mx, my];
    this.eye = [this.eye[0] + 0.25 * (mx - this.eye[0]), this.eye[1] + 0.25 * (my - this.eye[1])];
    const k = s.height / span;
    const place = (x, y) => [s.width / 2 + (x - this.eye[0]) * k, s.height / 2 - (y - this.eye[1]) * k];

    g.fillStyle = css(this.ground(this.smell(...this.eye)));
    g.beginPath();
    g.roundRect(0, 0, s.width, s.height, 8);
    g.fill();
    g.save();
    g.clip();
    this.drawWall(place, k);
    this.drawTrail(place, s);
    this.drawBody(p, n, worm.activation, place, k);
    g.restore();
    this.drawScale(k);
  }

  smell(x, y) {
    let sum = 0, top = 1e-9;
    for (const f of this.dish.foods) {
      sum += f.peak * Math.exp(-((x - f.x) ** 2 + (y - f.y) ** 2) / (2 * f.sigma * f.sigma));
      top = Math.max(top, f.peak);
    }
    return sum / top;
  }

  drawWall(place, k) {
    const g = this.surface.g;
    g.strokeStyle = this.ink.wall;
    g.lineWidth = 3;
    g.beginPath();
    g.arc(...place(0, 0), this.dish.radius * k, 0, 7);
    g.stroke();
  }

  // drawTrail draws what of the late trail is in the picture.
  drawTrail(place, s) {
    const g = s.g, points = this.trail.points;
    const near = ([x, y]) => x > -s.width && x < 2 * s.width && y > -s.height && y < 2 * s.height;
    g.lineWidth = 1.8;
    g.globalAlpha = 0.32;
    for (let i = Math.max(1, points.length - 600); i < points.length; i++) {
      const from = place(points[i - 1][1], points[i - 1][2]), to = place(points[i][1], points[i][2]);
      if (!near(from) && !near(to)) continue;
      g.strokeStyle = css(this.trailColor(points[i][0] / this.total));
      g.beginPath();
      g.moveTo(...from);
      g.lineTo(...to);
      g.stroke();
    }
    g.globalAlpha = 1;
  }

  // drawBody draws every segment as two halves: dorsal to the left of the
  // direction from head to tail, ventral to the right.
  drawBody(p, n, activation, place, k) {
    const g = this.surface.g;
    const left = [], middle = [], right = [];
    for (let i = 0; i < n; i++) {
      const a = Math.max(i - 1, 0), b = Math.min(i + 1, n - 1);
      const dx = p[2 * b] - p[2 * a], dy = p[2 * b + 1] - p[2 * a + 1];
      const length = Math.hypot(dx, dy) || 1;
      const w = girth * thickness(i / (n - 1));
      const x = p[2 * i], y = p[2 * i + 1];
      left.push(place(x - dy / length * w, y + dx / length * w));
      middle.push(place(x, y));
      right.push(place(x + dy / length * w, y - dx / length * w));
    }
    const half = (points, i) => {
      const j = Math.min(i + 1, n - 1), h = Math.max(i - 1, 0);
      const between = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      const start = i === 0 ? points[0] : between(points[h], points[i]), end = i === n - 1 ? points[i] : between(points[i], points[j]);
      const mstart = i === 0 ? middle[0] : between(middle[h], middle[i]), mend = i === n - 1 ? middle[i] : between(middle[i], middle[j]);
      g.beginPath();
      g.moveTo(...start); g.lineTo(...points[i]); g.lineTo(...end);
      g.lineTo(...mend); g.lineTo(...middle[i]); g.lineTo(...mstart);
      g.closePath();
      g.fill();
      g.stroke();
    };
    g.lineJoin = "round";
    this.outline(left, right);
    g.lineWidth = 1;
    for (let i = 0; i < n; i++) {
      const color = (side, ink) => css(mix(this.ink.body, ink, Math.min(activation[2 * i + side] / bright, 1)));
      g.fillStyle = g.strokeStyle = color(0, this.ink.dorsal);
      half(left, i);
      g.fillStyle = g.strokeStyle = color(1, this.ink.ventral);
      half(right, i);
    }
    // The borders of segments, and the head.
    g.strokeStyle = this.ink.card;
    g.globalAlpha = 0.5;
    for (let i = 1; i < n; i++) {
      g.beginPath();
      g.moveTo((left[i - 1][0] + left[i][0]) / 2, (left[i - 1][1] + left[i][1]) / 2);
      g.lineTo((right[i - 1][0] + right[i][0]) / 2, (right[i - 1][1] + right[i][1]) / 2);
      g.stroke();
    }
    g.globalAlpha = 1;
    g.fillStyle = this.ink.outline;
    g.beginPath();
    g.arc(...middle[0], Math.max(2.5, girth * k * 0.28), 0, 7);
    g.fill();
  }

  outline(left, right) {
    const g = this.surface.g;
    g.beginPath();
    for (const point of left) g.lineTo(...point);
    for (const point of right.toReversed()) g.lineTo(...point);
    g.closePath();
    g.strokeStyle = this.ink.outline;
    g.lineWidth = 3.5;
    g.stroke();
  }

  drawScale(k) {
    const s = this.surface, g = s.g, length = 0.25 * k;
    g.fillStyle = this.ink.outline;
    g.fillRect(12, s.height - 14, length, 2);
    g.font = "12px system-ui, sans-serif";
    g.textBaseline = "bottom";
    g.fillText("¼ body length", 12, s.height - 17);
  }
}

// thickness is the body's profile: round at the head, thin at the tail.
function thickness(share) {
  return Math.min(Math.sqrt(Math.max(share, 0.02) / 0.16), 1) * Math.min(Math.sqrt(Math.max(1 - share, 0.006) / 0.42), 1);
}
