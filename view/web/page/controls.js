// Controls are the buttons, their keys, and what is told of them.
export class Controls {
  constructor(at) {
    this.at = at;
    this.frame = null;
    at("pause").addEventListener("click", () => this.toggle());
    at("step").addEventListener("click", () => this.ask("step", 1));
    at("step100").addEventListener("click", () => this.ask("step", 100));
    at("reward").addEventListener("click", () => this.ask("reward", 1));
    at("punish").addEventListener("click", () => this.ask("reward", -1));
    for (const radio of this.speeds()) radio.addEventListener("change", () => this.ask("speed", Number(radio.value)));
    document.addEventListener("keydown", (e) => this.key(e));
  }

  speeds() {
    return this.at("speeds").querySelectorAll("input");
  }

  // key heeds keys that no element with the focus has a use for.
  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat && e.key !== ".") return;
    const used = e.target.closest("button, input, a, summary") !== null;
    if (e.key === " " && !used) {
      e.preventDefault();
      this.at("pause").click();
    } else if (e.key === ".") {
      this.at("step").click();
    } else if (e.key === "r" || e.key === "R") {
      this.at("reward").click();
    }
  }

  toggle() {
    this.ask(this.frame && this.frame.state === "paused" ? "resume" : "pause");
  }

  // ask sends a wish to the run; the next frame shows what came of it.
  async ask(action, value) {
    let problem = "";
    try {
      const answer = await fetch("control", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ action, value }),
      });
      if (!answer.ok) problem = (await answer.json().catch(() => ({}))).error || answer.statusText;
    } catch {
      problem = "the run cannot be reached";
    }
    if (problem) this.announce(`That did not work: ${problem}.`);
  }

  // show adapts the controls to a frame and announces changes.
  show(frame) {
    const before = this.frame;
    this.frame = frame;
    for (const id of ["pause", "step", "step100", "reward", "punish", "speeds"]) this.at(id).disabled = frame.over;
    this.at("pause").textContent = frame.state === "paused" ? "Resume" : "Pause";
    for (const radio of this.speeds()) radio.checked = Number(radio.value) === frame.speed;
    if (!before || before.state !== frame.state) {
      this.announce(`The run is ${frame.state} after ${frame.ticks.toLocaleString("en")} ticks.`);
    } else if (frame.state === "paused" && before.ticks !== frame.ticks) {
      this.announce(`${frame.ticks.toLocaleString("en")} ticks.`);
    }
    if (before && frame.byHand > before.byHand) this.announce(`Rewards given by hand: ${frame.byHand}.`);
  }

  disable() {
    this.frame = null;
    for (const id of ["pause", "step", "step100", "reward", "punish", "speeds"]) this.at(id).disabled = true;
  }

  announce(text) {
    this.at("announce").textContent = text;
  }
}
