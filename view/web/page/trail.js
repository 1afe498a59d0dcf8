// Trail is where the worm's head has been, by ticks.
const most = 12000;

export class Trail {
  constructor() {
    this.points = []; // [tick, x, y]
    this.version = 0; // counts changes other than points added at the end
  }

  replace(flat) {
    this.points = [];
    this.version++;
    this.add(flat);
  }

  // add appends points given as tick, x, y, tick, x, y, ... that are newer.
  add(flat) {
    if (!flat) return;
    let last = this.points.length ? this.points[this.points.length - 1][0] : -1;
    for (let i = 0; i < flat.length; i += 3) {
      if (flat[i] <= last) continue;
      last = flat[i];
      this.points.push([flat[i], flat[i + 1], flat[i + 2]]);
    }
    if (this.points.length > most) {
      this.points = this.points.filter((_, i) => i % 2 === 0);
      this.version++;
    }
  }
}
