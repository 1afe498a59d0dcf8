// Stream connects to the run and stays connected: after a loss it tries again,
// waiting longer each time. A hidden page lets go, for browsers open only a few
// connections to a server.
const firstWait = 500, longestWait = 10000; // [ms]

export class Stream {
  // on has the functions scene, trail, frame, lost(seconds) and back.
  constructor(on) {
    this.on = on;
    this.wait = firstWait;
    this.over = false;
    document.addEventListener("visibilitychange", () => document.hidden ? this.close() : this.open());
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => this.open());
    this.open();
  }

  open() {
    if (this.source || this.over || document.hidden) return;
    clearTimeout(this.timer);
    const source = this.source = new EventSource("events");
    source.addEventListener("scene", (e) => {
      this.wait = firstWait;
      this.on.back();
      this.on.scene(JSON.parse(e.data));
    });
    source.addEventListener("trail", (e) => this.on.trail(JSON.parse(e.data)));
    source.addEventListener("frame", (e) => {
      const frame = JSON.parse(e.data);
      if (frame.over) {
        this.over = true;
        this.close();
      }
      this.on.frame(frame);
    });
    source.onerror = () => {
      if (this.source !== source) return;
      this.close();
      const wait = this.wait * (0.75 + Math.random() / 2);
      this.wait = Math.min(2 * this.wait, longestWait);
      this.on.lost(wait / 1000);
      this.timer = setTimeout(() => this.open(), wait);
    };
  }

  close() {
    clearTimeout(this.timer);
    if (this.source) this.source.close();
    this.source = null;
  }
}
