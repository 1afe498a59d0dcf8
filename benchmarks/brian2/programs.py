"""Builds and runs the two programs."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

ENGINE_KEYS = ["rate_hz", "ticks_per_second", "ns_per_neuron_tick", "synaptic_events_per_second",
               "bytes_per_synapse", "peak_rss_bytes", "build_seconds"]


class Failed(Exception):
    """A program did not do what it should; the text is one line."""


def run(command, cwd=None):
    """Runs a command. Returns its output and the most memory it had, in bytes."""
    with tempfile.TemporaryFile("w+") as errors:
        try:
            process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=errors, text=True)
        except OSError as err:
            raise Failed(f"{command[0]}: {err.strerror}") from err
        with process.stdout:
            output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            told = [text for text in errors.read().splitlines() if text.strip()] or ["no word"]
            raise Failed(f"{' '.join(command[:3])}: exit status {process.returncode}: {told[-1].strip()}")
    scale = 1 if sys.platform == "darwin" else 1024
    return output, usage.ru_maxrss * scale


class Brian:
    """The network as a compiled program of Brian2."""

    def __init__(self, args, neurons, fanout, ticks, precision, weights, threads, directory):
        self.neurons, self.fanout, self.ticks = neurons, fanout, ticks
        self.name = f"Brian2 {precision}, {weights} weights, {threads} thread{'s' * (threads > 1)}"
        self.directory = directory
        command = [sys.executable, os.path.join(HERE, "network.py"), directory, "--neurons", str(neurons),
                   "--fanout", str(fanout), "--delay-max", str(args.delay_max), "--weights", weights,
                   "--precision", precision, "--threads", str(threads),
                   "--warmup", str(args.warmup), "--ticks", str(ticks)]
        output, _ = run(command + ["--stdp"] * args.stdp)
        self.about = json.loads(output.splitlines()[-1])

    def measure(self):
        """Runs the program once, under the keys of our own."""
        output, peak = run([os.path.join(self.directory, "main")], cwd=self.directory)
        warmup, measured = (json.loads(text) for text in output.splitlines())
        return brian_figures(warmup, measured, self.neurons, self.fanout, self.ticks, peak)


def brian_figures(warmup, measured, neurons, fanout, ticks, peak):
    """Turns what the program prints after its warm-up and at its end into figures."""
    seconds = measured["run_seconds"]
    spikes = measured["spikes"] - warmup["spikes"]
    return {
        "rate_hz": spikes / neurons / ticks * 1000,
        "ticks_per_second": ticks / seconds,
        "ns_per_neuron_tick": seconds / ticks / neurons * 1e9,
        "synaptic_events_per_second": spikes * fanout / seconds,
        "bytes_per_synapse": peak / (neurons * fanout),
        "peak_rss_bytes": peak,
        "build_seconds": warmup["build_seconds"],
        "brian_seconds": measured["own_seconds"],
    }


class Engine:
    """Our own program."""

    def __init__(self, args, neurons, fanout, ticks, threads):
        self.name = f"engine-gpu, {threads} thread{'s' * (threads > 1)}"
        self.about = {}
        self.command = [args.engine, "bench", "izh", "--neurons", str(neurons), "--fanout", str(fanout),
                        "--delay-max", str(args.delay_max), "--warmup", str(args.warmup), "--ticks", str(ticks),
                        "--backend", "cpu", "--threads", str(threads), "--json"] + ["--stdp"] * args.stdp

    def measure(self):
        """Runs the program once."""
        return engine_figures(*run(self.command))


def engine_figures(output, peak):
    """Reads the JSON that engine-gpu bench prints. It leaves its peak of memory
    null where it cannot tell; what this process saw takes its place."""
    try:
        found = json.loads(output)
        missing = [key for key in ENGINE_KEYS if key not in found]
    except (ValueError, TypeError) as err:
        raise Failed(f"engine-gpu bench printed no JSON: {err}") from err
    if missing:
        raise Failed(f"engine-gpu bench printed no {', '.join(missing)}")
    return found | {"peak_rss_bytes": found["peak_rss_bytes"] or peak}


def alternate(programs, repetitions, progress):
    """Runs the programs in turn, again and again, so that a noisy neighbour hits
    all alike. Returns the figures of each."""
    figures = [[] for _ in programs]
    for repetition in range(repetitions):
        for program, runs in zip(programs, figures, strict=True):
            started = time.monotonic()
            runs.append(program.measure())
            progress(f"{repetition + 1}/{repetitions} {program.name}: {runs[-1]['ticks_per_second']:,.0f} ticks/s "
                     f"({time.monotonic() - started:.1f} s)")
    return figures


def host():
    """Says on what, and of what commit, the measurement was made."""
    def first(*command):
        try:
            return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            return "unknown"

    processor = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as text:
            processor = next(row.split(":", 1)[1].strip() for row in text if row.startswith("model name"))
    except (OSError, StopIteration):
        pass
    commit = first("git", "rev-parse", "--short=12", "HEAD")
    if first("git", "status", "--porcelain", "--", ":/", ":(exclude,top)benchmarks/results"):
        commit += "+changes"
    return {"processor": processor, "cores": os.cpu_count(), "system": f"{sys.platform}/{platform.machine()}",
            "python": platform.python_version(), "compiler": first("g++", "--version").partition("\n")[0],
            "commit": commit}
