#!/usr/bin/env python3
"""Writes and compiles the IZH network as a C++ program of Brian2.

    network.py DIR --neurons N --fanout K [--delay-max D] [--stdp] ...

The program DIR/main simulates a warm-up and then the ticks to be measured,
and prints one JSON object for each of the two. It writes no results.
"""

import argparse
import json
import math
import sys
import time

import brian2
from brian2 import Network, NeuronGroup, SpikeMonitor, Synapses, device, ms, prefs

# One tick in the half-steps of our kernel; isyn holds what arrived.
TICK = """
input = drive + isyn
half = clip(v + 0.5*(0.04*v*v + 5*v + 140 - u + input), -100, 35)
v = half + 0.5*(0.04*half*half + 5*half + 140 - u + input)
u = u + a*(0.2*v - u)
isyn = 0
"""

# The learning rates of weights in [0, 10]: 0.01, and half of it for depression,
# over the range. Rate times trace stays far below 1, so that no weight can leave
# its range and Brian2 is spared the clipping.
DEPRESS = "w -= 0.0005*post_trace_post*w*int(post_trace_post > 0.01)"
POTENTIATE = "w += 0.001*pre_trace_pre*(10 - w)"

# Around the loop over the ticks, and around it alone. Brian2's own figure is
# processor time without OpenMP and wall time with it, so both are taken here.
BEFORE = """
{ struct timespec s; clock_gettime(CLOCK_MONOTONIC, &s); bench_wall = s.tv_sec + 1e-9*s.tv_nsec; }
"""
AFTER = """
{
    struct timespec s; clock_gettime(CLOCK_MONOTONIC, &s);
    const double wall = s.tv_sec + 1e-9*s.tv_nsec - bench_wall;
    printf("{\\"build_seconds\\": %%.9g, \\"run_seconds\\": %%.9g, \\"own_seconds\\": %%.9g, \\"spikes\\": %%ld}\\n",
           bench_wall - bench_start, wall, Network::_last_run_time, (long)%s[0]);
}
"""


def parse(arguments):
    """Returns the flags."""
    p = argparse.ArgumentParser(description="writes and compiles the IZH network as a C++ program of Brian2")
    p.add_argument("dir")
    p.add_argument("--neurons", type=int, required=True)
    p.add_argument("--fanout", type=int, required=True)
    p.add_argument("--delay-max", type=int, default=1, help="delays are uniform in 1..D ticks")
    p.add_argument("--stdp", action="store_true", help="excitatory synapses learn")
    p.add_argument("--weights", choices=["stored", "constant"], default="stored", help="a weight a synapse, or a neuron")
    p.add_argument("--precision", choices=["float32", "float64"], default="float32")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--warmup", type=int, default=200, help="ticks")
    p.add_argument("--ticks", type=int, default=1000)
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args(arguments)


def neurons(args):
    """Returns the neurons, excitatory ones first."""
    model = "v : 1\nu : 1\nisyn : 1\na : 1 (constant)\nd : 1 (constant)\n"
    tick = TICK
    if args.stdp:
        model += "pre_trace : 1\npost_trace : 1\n"
        # At a spike the trace of a source counts it, that of a target not yet.
        tick += "pre_trace = pre_trace*decay + int(v >= 30)\npost_trace *= decay\n"
    reset = "v = -65; u += d" + ("; post_trace += 1" if args.stdp else "")
    group = NeuronGroup(args.neurons, model, threshold="v >= 30", reset=reset, name="izh",
                        namespace={"drive": 4.5, "decay": math.exp(-1 / 20)})
    group.run_regularly(tick, when="groups")
    excitatory = args.neurons * 8 // 10
    group.a = f"0.02 + 0.08*int(i >= {excitatory})"
    group.d = f"8 - 6*int(i >= {excitatory})"
    group.v = "-70 + 20*rand()"
    group.u = "0.2*v"
    return group, excitatory


def synapses(args, group, first, end, weight, learn, name):
    """Connects the neurons first..end-1, each with K targets drawn at random."""
    stored = learn or args.weights == "stored"
    on_pre = "isyn_post += w" if stored else f"isyn_post += {weight!r}"
    made = Synapses(group[first:end], group, "w : 1" if stored else "", name=name,
                    on_pre=DEPRESS + "\n" + on_pre if learn else on_pre,
                    on_post=POTENTIATE if learn else None,
                    delay=0 * ms if args.delay_max == 1 else None)
    made.connect(j=f"int(rand()*{args.neurons}) for _ in range({args.fanout})")
    if stored:
        made.w = weight
    if args.delay_max > 1:
        # Brian2's delay 0 is our delay 1: what fires in a tick arrives in the next.
        made.pre.delay = f"floor(rand()*{args.delay_max})*ms"
    return made


def main(arguments):
    args = parse(arguments)
    started = time.monotonic()
    brian2.set_device("cpp_standalone", build_on_run=False)
    prefs.core.default_float_dtype = getattr(brian2, args.precision)
    prefs.devices.cpp_standalone.extra_make_args_unix = ["-j2"]
    prefs.devices.cpp_standalone.openmp_threads = args.threads if args.threads > 1 else 0
    brian2.defaultclock.dt = 1 * ms
    brian2.seed(args.seed)

    group, excitatory = neurons(args)
    objects = [
        group,
        synapses(args, group, 0, excitatory, 50 / args.fanout, args.stdp, "exc"),
        synapses(args, group, excitatory, args.neurons, -100 / args.fanout, False, "inh"),
    ]
    spikes = SpikeMonitor(group, record=False)
    network = Network(objects, spikes)

    clock = "struct timespec s; clock_gettime(CLOCK_MONOTONIC, &s);"
    device.insert_code("before_start", "double bench_wall = 0, bench_start; "
                       f"{{ {clock} bench_start = s.tv_sec + 1e-9*s.tv_nsec; }}")
    device.insert_code("before_network_run", BEFORE)
    device.insert_code("after_network_run", AFTER % device.get_array_name(spikes.variables["N"]))
    # Brian2 would write every array to disk now.
    device.insert_code("before_end", "fflush(stdout); _Exit(0);")
    network.run(args.warmup * ms)
    network.run(args.ticks * ms)
    device.build(directory=args.dir, compile=True, run=False)
    print(json.dumps({
        "brian2": brian2.__version__, "numpy": brian2.numpy.__version__,
        "flags": " ".join(prefs.codegen.cpp.extra_compile_args_gcc),
        "compile_seconds": round(time.monotonic() - started, 3),
    }))


if __name__ == "__main__":
    main(sys.argv[1:])
