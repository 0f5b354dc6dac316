"""The cases of Sources/Benchmarks in NumPy, PyTorch (eager and compiled) and JAX (jit).

    python peers.py numpy|torch|torch.compile|jax --threads N [words that names must contain, or --by-turns]

Prints one line of JSON for each case, as the Swift program does: times in nanoseconds a run, the
median and the least of the samples. Same data sizes, same care: warm-up, samples of 20 ms. With
`--by-turns` the cases' names are read from the input and an empty line ends what is said of each;
a name that comes again is measured again with the data at hand.
"""

import argparse
import json
import os
import sys

from common import measure


def cases(peer, threads):
    if peer == "numpy":
        import numpy_cases

        return numpy_cases.cases(threads)
    if peer == "jax":
        # Read when JAX starts; the affinity set by the caller bounds it as well.
        os.environ["XLA_FLAGS"] = (
            f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'} "
            f"intra_op_parallelism_threads={threads}"
        )
        import jax_cases

        return jax_cases.cases(threads)
    import torch_cases

    return torch_cases.cases(threads, peer == "torch.compile")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["numpy", "torch", "torch.compile", "jax"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--by-turns", action="store_true")
    options = parser.parse_intermixed_args()
    known = cases(options.peer, options.threads)
    if options.by_turns:
        names = (line.rstrip("\n") for line in sys.stdin)
    else:
        names = [name for name in known if all(word in name for word in options.words)]
    prepared, body = None, None
    for name in names:
        try:
            if name in known:
                if name != prepared:
                    body = None  # the data of the case before may go
                    prepared, body = name, known[name]()
                times = measure(body)
                line = {
                    "case": name,
                    "peer": options.peer,
                    "threads": options.threads,
                    "median": times[len(times) // 2],
                    "least": times[0],
                }
                print(json.dumps(line, ensure_ascii=False), flush=True)
        except Exception as error:  # one peer's failure must not lose the others' figures
            print(f"{options.peer}: {name}: {error}".splitlines()[0], file=sys.stderr)
            prepared = None
        if options.by_turns:
            print(flush=True)


main()
