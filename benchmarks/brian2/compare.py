#!/usr/bin/env python3
"""Measures Brian2 and engine-gpu on one network, in turn; benchmarks/README.md
says which and how."""

import argparse
import itertools
import json
import os
import sys
import tempfile

import figures
import programs


def words(text):
    return text.split(",")


def counts(text):
    return [int(word) for word in text.split(",")]


def parse(arguments):
    """Returns the flags."""
    p = argparse.ArgumentParser(description="measures Brian2 and engine-gpu on the IZH network, in turn")
    p.add_argument("--engine", metavar="PATH", help="our program; without it Brian2 is measured alone")
    p.add_argument("--sizes", type=figures.sizes, default=[(10_000, 100), (100_000, 100)], metavar="NxK,...",
                   help="neurons and targets of each (default 10000x100,100000x100)")
    p.add_argument("--delay-max", type=int, default=1, metavar="D", help="delays are uniform in 1..D ticks (default 1)")
    p.add_argument("--stdp", action="store_true", help="excitatory synapses learn")
    p.add_argument("--ticks", type=int, help="ticks that are measured (default: 100 million by the neurons, "
                                             "200 to 10000)")
    p.add_argument("--warmup", type=int, default=200, help="ticks before them (default 200)")
    p.add_argument("--threads", type=counts, default=[1], metavar="P,...", help="threads of both (default 1)")
    p.add_argument("--precision", type=words, default=["float32", "float64"], metavar="P,...",
                   help="of Brian2 (default float32,float64); the fastest counts")
    p.add_argument("--weights", type=words, default=["stored", "constant"], metavar="W,...",
                   help="whether Brian2 keeps a weight for each fixed synapse or has one for all of a kind "
                        "(default stored,constant); the fastest counts")
    p.add_argument("--repeat", type=int, default=5, metavar="R", help="repetitions (default 5)")
    p.add_argument("--out", metavar="FILE", help="write all figures as JSON")
    args = p.parse_args(arguments)
    numbers = [args.warmup, args.repeat, args.delay_max, *args.threads, *([args.ticks] if args.ticks is not None else [])]
    if min(numbers) < 1:
        p.error("ticks, repetitions, delays and threads are at least 1")
    if unknown := set(args.precision) - {"float32", "float64"} | set(args.weights) - {"stored", "constant"}:
        p.error(f"unknown: {', '.join(sorted(unknown))}")
    return args


def progress(text):
    print(text, file=sys.stderr, flush=True)


def measure(args, neurons, fanout, threads, scratch):
    """Measures one network. Returns its rows, ours last, and the verdict."""
    network = f"{neurons:,} x {fanout}" + f", delays to {args.delay_max}" * (args.delay_max > 1) + ", STDP" * args.stdp
    ticks = args.ticks or figures.ticks(neurons)
    candidates = []
    for precision, weights in itertools.product(args.precision, args.weights):
        progress(f"compiling {network} for Brian2, {precision}, {weights} weights")
        directory = os.path.join(scratch, f"{neurons}x{fanout}-{precision}-{weights}-{threads}")
        candidates.append(programs.Brian(args, neurons, fanout, ticks, precision, weights, threads, directory))
    if args.engine:
        candidates.append(programs.Engine(args, neurons, fanout, ticks, threads))
    rows = [{"network": network, "program": program.name, "threads": threads, "ticks": ticks,
             "about": program.about, "runs": runs}
            for program, runs in zip(candidates, programs.alternate(candidates, args.repeat, progress), strict=True)]
    if not args.engine:
        return rows, ""
    *theirs, ours = rows
    for row in theirs:
        if reason := figures.void(ours, row):
            raise programs.Failed(f"{network}: {reason}")
    return rows, figures.verdict(ours, figures.fastest(theirs))


def main(arguments):
    args = parse(arguments)
    rows, verdicts = [], []
    try:
        if args.engine:
            # A few ticks, before Brian2's compiling takes its minutes.
            args.engine = os.path.abspath(args.engine)
            programs.engine_figures(programs.run([args.engine, "bench", "izh", "--neurons", "1000", "--fanout", "10",
                                                  "--ticks", "10", "--json"])[0], 0)
        with tempfile.TemporaryDirectory() as scratch:
            for neurons, fanout in args.sizes:
                for threads in args.threads:
                    more, verdict = measure(args, neurons, fanout, threads, scratch)
                    rows += more
                    verdicts += [verdict] if verdict else []
    except programs.Failed as err:
        progress(f"compare: {err}")
        return 1

    host = programs.host()
    about = next((row["about"] for row in rows if row["about"]), {})
    print(f"{host['processor']}, {host['cores']} cores, commit {host['commit']}, Brian2 {about.get('brian2')}, "
          f"{host['compiler']} {about.get('flags')}; {args.warmup} ticks of warm-up.\n")
    print(figures.table(rows))
    for verdict in verdicts:
        print(verdict)
    if args.out:
        os.makedirs(os.path.dirname(os.path.abspath(args.out)), exist_ok=True)
        with open(args.out, "w", encoding="utf-8") as out:
            json.dump({"host": host, "warmup": args.warmup, "rows": rows, "verdicts": verdicts}, out, indent=1)
            out.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
