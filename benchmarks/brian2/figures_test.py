"""Tests what is pure in the comparison:

    python3 -m unittest discover -s benchmarks/brian2 -p '*_test.py'
"""

import contextlib
import io
import json
import os
import unittest

import compare
import figures
import programs


def row(program, speeds, rate=12.0):
    runs = [{"ticks_per_second": speed, "ns_per_neuron_tick": 2.5, "synaptic_events_per_second": 3e8, "rate_hz": rate,
             "peak_rss_bytes": 3 * 2**20, "build_seconds": 0.25} for speed in speeds]
    return {"network": "10 x 2", "program": program, "ticks": 1500, "runs": runs}


class Figures(unittest.TestCase):
    def test_sizes(self):
        self.assertEqual(figures.sizes("10x2,300x4"), [(10, 2), (300, 4)])
        for text in ["", "10", "10x", "0x3", "10x-1", "axb"]:
            with self.assertRaises(ValueError, msg=text):
                figures.sizes(text)

    def test_ticks(self):
        self.assertEqual([figures.ticks(n) for n in (10, 20_000, 100_000, 10**7)], [10_000, 5000, 1000, 200])

    def test_ratio_pairs_repetitions(self):
        # Medians 30 and 4; beside each other ran 10/2, 30/4 and 90/5.
        self.assertEqual(figures.ratio([10, 30, 90], [2, 4, 5]), (7.5, 5, 18))

    def test_fastest_goes_by_the_median(self):
        slow, fast = row("slow", [1, 2, 100]), row("fast", [3, 4, 5])
        self.assertIs(figures.fastest([slow, fast]), fast)

    def test_void(self):
        ours = row("ours", [1], rate=10)
        for rate, good in [(10.9, True), (9.1, True), (11.1, False), (8.9, False), (0, False)]:
            self.assertEqual(figures.void(ours, row("theirs", [1], rate)) == "", good, rate)
        self.assertIn("void", figures.void(row("ours", [1], 0), row("theirs", [1], 0)))

    def test_table(self):
        self.assertEqual(figures.table([row("A", [1234.5, 1000, 2000]), row("B", [0.5])]), (
            "| network | program | ticks | ticks/s | spread | ns per neuron tick | events/s | Hz | peak MiB | build s |\n"
            "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
            "| 10 x 2 | A | 1,500 | 1,234 | 1,000 to 2,000 (3) | 2.5 | 3e+08 | 12 | 3 | 0.25 |\n"
            "| 10 x 2 | B | 1,500 | 0.5 | 0.5 (1) | 2.5 | 3e+08 | 12 | 3 | 0.25 |\n"))

    def test_verdict(self):
        self.assertEqual(figures.verdict(row("ours", [10, 30, 90]), row("theirs", [2, 4, 5])),
                         "10 x 2: ours makes 7.5 times the ticks of theirs (5 to 18)")


class Programs(unittest.TestCase):
    def test_brian_figures_leave_the_warmup_out(self):
        got = programs.brian_figures({"spikes": 40, "build_seconds": 0.5, "run_seconds": 9},
                                     {"spikes": 240, "build_seconds": 10, "run_seconds": 4, "own_seconds": 3},
                                     neurons=10, fanout=5, ticks=2000, peak=800)
        self.assertEqual(got, {
            "rate_hz": 10, "ticks_per_second": 500, "ns_per_neuron_tick": 2e5, "synaptic_events_per_second": 250,
            "bytes_per_synapse": 16, "peak_rss_bytes": 800, "build_seconds": 0.5, "brian_seconds": 3,
        })

    def test_engine_figures(self):
        good = dict.fromkeys(programs.ENGINE_KEYS, 1)
        self.assertEqual(programs.engine_figures(json.dumps(good), 7), good)
        self.assertEqual(programs.engine_figures(json.dumps({**good, "peak_rss_bytes": None}), 7),
                         {**good, "peak_rss_bytes": 7})
        for bad in ["", "3", "{}", json.dumps({**good, "rate_hz": 1})[:-1]]:
            with self.assertRaises(programs.Failed, msg=bad):
                programs.engine_figures(bad, 7)

    def test_a_failed_program_is_one_line(self):
        with self.assertRaises(programs.Failed) as caught:
            programs.run(["sh", "-c", "echo first >&2; echo last >&2; exit 3"])
        self.assertEqual(str(caught.exception), "sh -c echo first >&2; echo last >&2; exit 3: exit status 3: last")
        with self.assertRaises(programs.Failed):
            programs.run(["/no/such/program"])

    def test_alternate(self):
        order = []

        class Fake:
            def __init__(self, name):
                self.name = name

            def measure(self):
                order.append(self.name)
                return {"ticks_per_second": len(order)}

        got = programs.alternate([Fake("A"), Fake("B")], 2, lambda text: None)
        self.assertEqual(order, ["A", "B", "A", "B"])
        self.assertEqual([[run["ticks_per_second"] for run in runs] for runs in got], [[1, 3], [2, 4]])


class Flags(unittest.TestCase):
    def test_defaults(self):
        args = compare.parse([])
        self.assertEqual((args.sizes, args.threads, args.precision, args.stdp, args.engine),
                         ([(10_000, 100), (100_000, 100)], [1], ["float32", "float64"], False, None))

    def test_lists(self):
        args = compare.parse(["--sizes", "5x3", "--threads", "1,2", "--precision", "float64", "--stdp"])
        self.assertEqual((args.sizes, args.threads, args.precision, args.stdp), ([(5, 3)], [1, 2], ["float64"], True))

    def test_refused(self):
        for bad in [["--sizes", "5"], ["--threads", "0"], ["--repeat", "0"], ["--precision", "half"], ["--weights", "none"],
                    ["--ticks", "x"], ["--ticks", "0"]]:
            with self.subTest(bad), contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit):
                compare.parse(bad)

    def test_network_is_python(self):
        # It imports Brian2, which is not everywhere.
        path = os.path.join(programs.HERE, "network.py")
        with open(path, encoding="utf-8") as source:
            compile(source.read(), path, "exec")


if __name__ == "__main__":
    unittest.main()
