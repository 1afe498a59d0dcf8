// Surface is a canvas in CSS pixels that is sharp on every screen. It calls
// redraw after every change of its size or of the colours.
export class Surface {
  constructor(canvas, redraw) {
    this.canvas = canvas;
    this.g = canvas.getContext("2d");
    this.width = this.height = 0;
    this.scale = 1;
    this.redraw = redraw;
    new ResizeObserver(() => this.fit()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    this.fit();
  }

  // fit adapts the canvas to its box and the screen, and redraws if that
  // changed it.
  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const scale = Math.min(devicePixelRatio || 1, 3);
    if (width === this.width && height === this.height && scale === this.scale || width === 0 || height === 0) return;
    Object.assign(this, { width, height, scale });
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.g.setTransform(scale, 0, 0, scale, 0, 0);
    this.redraw();
  }

  clear() {
    this.g.clearRect(0, 0, this.width, this.height);
  }
}

// color returns a colour of the style sheet.
export function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

// ramp returns a function from 0..1 to [r, g, b], mixed from colours of the
// style sheet.
export function ramp(...names) {
  const stops = names.map((name) => rgb(color(name)));
  return (x) => {
    const at = Math.min(Math.max(x, 0), 1) * (stops.length - 1);
    const i = Math.min(Math.floor(at), stops.length - 2);
    return stops[i].map((a, k) => a + (at - i) * (stops[i + 1][k] - a));
  };
}

// rgb reads #rrggbb, with or without an opacity.
export function rgb(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

export function css([r, g, b]) {
  return `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;
}

export function mix(a, b, share) {
  return a.map((x, i) => x + share * (b[i] - x));
}

// layer returns a canvas of its own, to be drawn onto others.
export function layer(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  return canvas;
}
