"""Runs the benchmarks of this package and of its peers, alternately, and writes the comparison.

    python Benchmarks/report.py [--turns N] [--threads 1 2] [--output FILE] [words that names must contain]

The programs stay, each pinned to as many processors as it has threads, and take turns at every case,
so that what else the machine does at the time meets all of them; a case's time is the median over
the turns of each turn's median.
"""

import argparse
import collections
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SWIFT = HERE / ".build/release/Benchmarks"
PYTHON = HERE / "peers/.venv/bin/python"
PEERS = ["numpy", "torch", "torch.compile", "jax"]


def started(command, processors, threads, settings, **pipes):
    """A program on so many processors."""
    environment = dict(
        os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads), **settings
    )
    pin = None
    if hasattr(os, "sched_setaffinity"):
        chosen = processors[:threads]
        pin = lambda: os.sched_setaffinity(0, chosen)
    return subprocess.Popen(
        [str(part) for part in command], env=environment, preexec_fn=pin, text=True,
        stdout=subprocess.PIPE, **pipes,
    )


def run(command, processors, threads, **settings):
    """The lines of JSON that a program prints."""
    with started(command, processors, threads, settings) as program:
        lines = program.communicate()[0].splitlines()
    if program.returncode != 0:
        print(f"report: {command[0]} stopped with status {program.returncode}", file=sys.stderr)
    return [json.loads(line) for line in lines if line.startswith("{")]


class Turns:
    """A program that measures a case whenever it is asked to."""

    def __init__(self, command, processors, threads):
        self.name = " ".join(str(part) for part in command)
        self.program = started(
            [*command, "--threads", threads, "--by-turns"], processors, threads, {},
            stdin=subprocess.PIPE,
        )

    def measure(self, case):
        """The program's lines of JSON on a case: none where it has no such case, or has stopped."""
        lines = []
        try:
            self.program.stdin.write(case + "\n")
            self.program.stdin.flush()
            for line in self.program.stdout:
                if line == "\n":
                    return lines
                if line.startswith("{"):
                    lines.append(json.loads(line))
            print(f"report: {self.name} stopped at {case}", file=sys.stderr)
        except BrokenPipeError:  # it stopped before, which has been said
            pass
        return lines

    def end(self):
        self.program.communicate()


def text_of(command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def processor():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return text_of(["sysctl", "-n", "machdep.cpu.brand_string"]) or platform.processor()


def instruction_sets():
    try:
        flags = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return ""
    names = [("avx512f", "AVX-512"), ("avx2", "AVX2")]
    return ", ".join(name for flag, name in names if re.search(rf"\b{flag}\b", flag))


def significant(value):
    """Three digits, never with an exponent."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def duration(nanoseconds):
    for unit, size in [("s", 1e9), ("ms", 1e6), ("µs", 1e3)]:
        if nanoseconds >= size:
            return f"{significant(nanoseconds / size)} {unit}"
    return f"{significant(nanoseconds)} ns"


def start_of_processes():
    """The milliseconds of a process that gives one divergence, and of one that imports SciPy's."""
    laws = ["Normal(mean: 0, standardDeviation: 1)", "Normal(mean: 1, standardDeviation: 2)"]
    programs = {
        "own": [HERE.parent / ".build/release/distributions", "kl", *laws],
        "peer": [PYTHON, "-c", "import scipy.stats"],
    }
    times = {}
    for name, command in programs.items():
        if not pathlib.Path(command[0]).exists():
            return None
        samples = []
        for _ in range(9):
            start = time.perf_counter()
            subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL)
            samples.append((time.perf_counter() - start) * 1e3)
        times[name] = statistics.median(samples)
    return times


def other_measurements(processors, words):
    """What has no peer: other instruction sets, growth, memory, and the start of a process."""
    sets = {}
    for name in ["avx512", "avx2", "portable"]:
        for line in run(
            [SWIFT, "--threads", 1, "--without", "GAN", *words], processors, 1,
            DISTRIBUTIONS_INSTRUCTION_SET=name,
        ):
            if line["peer"] == "swift":
                sets.setdefault(line["case"], {})[name] = line["median"] / line["elements"]
    growth = [
        (line["elements"], line["median"] / line["elements"])
        for line in run([SWIFT, "--scaling", "--threads", 1], processors, 1)
    ]
    memory = [line["memory"] for line in run([SWIFT, "--memory"], processors, 1)]
    return sets, growth, memory, start_of_processes()


def lines_of_others(sets, growth, memory, starts):
    lines = ["", "## Other instruction sets", ""]
    lines += [
        "This package on one thread, with AVX-512 as the processor has it, with AVX2, and with AVX and",
        "fused multiply-adds alone (`portable`; `plain`, C for any processor, is some ten times slower):",
        "`DISTRIBUTIONS_INSTRUCTION_SET`, which the kernels of OpenBLAS follow.",
        "",
        "| case | AVX-512 | AVX2 | portable |",
        "| --- | --- | --- | --- |",
    ]
    for case, values in sets.items():
        cells = [duration(values[n]) if n in values else "" for n in ["avx512", "avx2", "portable"]]
        lines.append(f"| {case} | " + " | ".join(cells) + " |")
    lines += ["", "## Growth, memory, start", ""]
    if growth:
        lines += [
            "A normal log-density with parameters for each number, one thread:",
            "",
            "| numbers | " + " | ".join(f"10^{len(str(n)) - 1}" for n, _ in growth) + " |",
            "| --- |" + " --- |" * len(growth),
            "| an element | " + " | ".join(duration(t) for _, t in growth) + " |",
            "",
        ]
    if memory:
        lines += [f"The same of 10^7 takes {memory[0]:.2f} times the memory of operands and result.", ""]
    if starts:
        lines.append(
            f"A process that gives one divergence takes {starts['own']:.1f} ms"
            " (`distributions kl P Q`), one that imports")
        lines.append(
            f"SciPy's distributions {starts['peer']:.0f} ms (`python -c \"import scipy.stats\"`):"
            f" a ratio of {starts['peer'] / starts['own']:.0f}.")
    return lines


def write(path, times, elements, threads_list, turns, further):
    ratios = collections.defaultdict(list)
    lines = [
        "# Performance",
        "",
        "Written by `make bench`, which times this package and its peers on one machine in one go:"
        " at every case they",
        f"take turns, {turns} each, pinned to as many processors as they have threads: 0.3 s of warm-up,"
        " the median of 15",
        "samples of 20 ms, the median over the turns. The cases are in"
        " `Benchmarks/Sources/Benchmarks` and, in Python,",
        "in `Benchmarks/peers/peers.py`. Times are for one element where a case has many, else for"
        " one run. The ratio",
        "is the best peer's time over ours: above 1, this package is the faster.",
        "",
        "| | |",
        "| --- | --- |",
        f"| processor | {processor()}, {len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} in use ({instruction_sets()}) |",
        f"| system | {platform.system()} {platform.release()} |",
        f"| Swift | {text_of(['swift', '--version']).splitlines()[0]} |",
    ]
    if PYTHON.exists():
        listing = text_of([str(PYTHON), "-m", "pip", "list", "--format", "freeze"])
        versions = dict(line.split("==") for line in listing.splitlines() if "==" in line)
        peers = ", ".join(
            f"{label} {versions[name]}"
            for label, name in [("NumPy", "numpy"), ("PyTorch", "torch"), ("JAX", "jax")]
            if name in versions
        )
        version = text_of([str(PYTHON), "--version"])
        lines.append(f"| peers | {version}, {peers} |")
    for threads in threads_list:
        present = [
            peer for peer in PEERS + ["C"]
            if any((threads, case, peer) in times for case in elements)
        ]
        lines += ["", f"## {'One thread' if threads == 1 else f'{threads} threads'}", ""]
        lines.append("| case | this package | " + " | ".join(present) + " | ratio |")
        lines.append("| --- | --- |" + " --- |" * (len(present) + 1))
        for case, count in elements.items():
            own = times.get((threads, case, "swift"))
            if own is None:
                continue
            others = {p: times[threads, case, p] for p in present if (threads, case, p) in times}
            # A product's elements are multiplications, too small to read.
            unit = count if own / count >= 0.1 else 1
            cells = [duration(others[p] / unit) if p in others else "" for p in present]
            ratio = ""
            if others:
                value = min(others.values()) / own
                ratios[threads].append(value)
                ratio = f"{value:.2g}" if value < 0.1 else f"{value:.2f}"
            lines.append(
                f"| {case} | {duration(own / unit)} | " + " | ".join(cells) + f" | {ratio} |"
            )
        if ratios[threads]:
            mean = statistics.geometric_mean(ratios[threads])
            lines += ["", f"Geometric mean of the ratios: {mean:.2f}."]
    lines += lines_of_others(*further)
    text = "\n".join(lines) + "\n"
    path.write_text(text)
    print(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--output", default=str(HERE.parent / "Docs/Performance.md"))
    parser.add_argument("words", nargs="*")
    options = parser.parse_intermixed_args()

    affinity = hasattr(os, "sched_getaffinity")
    processors = sorted(os.sched_getaffinity(0)) if affinity else list(range(os.cpu_count() or 1))
    threads_list = [threads for threads in options.threads if threads <= len(processors)]
    samples = collections.defaultdict(list)
    elements = {
        line["case"]: line["elements"]
        for line in run([SWIFT, "--names", *options.words], processors, 1)
    }
    for threads in threads_list:
        commands = [[SWIFT]]
        if PYTHON.exists():
            commands += [[PYTHON, HERE / "peers/peers.py", peer] for peer in PEERS]
        programs = [Turns(command, processors, threads) for command in commands]
        for case in elements:
            print(f"threads: {threads}, {case}", file=sys.stderr)
            for _ in range(options.turns):
                for program in programs:
                    for line in program.measure(case):
                        samples[threads, case, line["peer"]].append(line["median"])
        for program in programs:
            program.end()
    times = {key: statistics.median(values) for key, values in samples.items()}
    further = other_measurements(processors, options.words)
    write(pathlib.Path(options.output), times, elements, threads_list, options.turns, further)


main()
