"""Medians, ratios and tables: what is pure in the comparison."""

import statistics

COLUMNS = ["network", "program", "ticks", "ticks/s", "spread", "ns per neuron tick", "events/s", "Hz", "peak MiB", "build s"]


def sizes(text):
    """Reads "10000x100,100000x100" into pairs of neurons and targets."""
    pairs = []
    for part in text.split(","):
        neurons, _, fanout = part.partition("x")
        pair = (int(neurons), int(fanout))
        if min(pair) < 1:
            raise ValueError(f"{part} is no network")
        pairs.append(pair)
    return pairs


def ticks(neurons):
    """Returns how many ticks a run measures unless told: so many that it takes
    long enough for a clock and not too long for a table."""
    return min(max(100_000_000 // neurons, 200), 10_000)


def number(value):
    """Writes a figure with as many digits as a measurement has."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def spread(values):
    """Writes the smallest and the largest of the repetitions."""
    if len(values) == 1:
        return f"{number(values[0])} (1)"
    return f"{number(min(values))} to {number(max(values))} ({len(values)})"


def ratio(ours, theirs):
    """Returns the ratio of medians, and the smallest and largest of those of
    repetitions that ran beside each other."""
    pairs = [a / b for a, b in zip(ours, theirs, strict=True)]
    return statistics.median(ours) / statistics.median(theirs), min(pairs), max(pairs)


def median(runs, key):
    """Returns the median of one figure over the repetitions."""
    return statistics.median(run[key] for run in runs)


def fastest(rows):
    """Returns the row with the highest median of ticks per second."""
    return max(rows, key=lambda row: median(row["runs"], "ticks_per_second"))


def void(ours, theirs, tolerance=0.1):
    """Says why two rows do not compare: both must fire at the same rate. Returns
    "" if they do."""
    mine, other = median(ours["runs"], "rate_hz"), median(theirs["runs"], "rate_hz")
    if mine > 0 and abs(other - mine) <= tolerance * mine:
        return ""
    return (f"{theirs['program']} fires at {other:.3g} Hz and {ours['program']} at {mine:.3g} Hz: "
            "not the same network, the comparison is void")


def line(row):
    """Returns the cells of a row."""
    runs = row["runs"]
    speeds = [run["ticks_per_second"] for run in runs]
    return [
        row["network"], row["program"], f"{row['ticks']:,}",
        number(statistics.median(speeds)), spread(speeds),
        number(median(runs, "ns_per_neuron_tick")),
        f"{median(runs, 'synaptic_events_per_second'):.3g}",
        number(median(runs, "rate_hz")),
        number(median(runs, "peak_rss_bytes") / 2**20),
        number(median(runs, "build_seconds")),
    ]


def table(rows):
    """Returns a Markdown table of all rows."""
    lines = [COLUMNS, ["---", "---"] + ["---:"] * (len(COLUMNS) - 2)] + [line(row) for row in rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def verdict(ours, theirs):
    """Returns one line: how many times as fast as theirs ours is."""
    middle, low, high = ratio(*([run["ticks_per_second"] for run in row["runs"]] for row in (ours, theirs)))
    return (f"{ours['network']}: {ours['program']} makes {number(middle)} times the ticks of "
            f"{theirs['program']} ({number(low)} to {number(high)})")
