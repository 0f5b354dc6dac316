#!/usr/bin/env python3
"""Sends every pair of univariate laws down the ladder, and some hundred of them to an oracle.

    Scripts/sweep-pairs.py [--oracle 300] [--seed 1] [--closed] [--command .build/release/distributions]

The laws are those of Tests/References/Scripts/pairs.py. Each pair must give a value with an error, an
infinity or a failure that says why, within a second; of a random sample the value must lie within its
error of an integral with 40 digits, and every infinity must be one. Prints what is not so, and counts.
"""
import argparse
import json
import math
import os
import random
import subprocess
import sys
import time

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(root, "Tests", "References", "Scripts"))
import pairs  # noqa: E402
from mpmath import inf, mpf, nstr  # noqa: E402

arguments = argparse.ArgumentParser()
arguments.add_argument("--oracle", type=int, default=0)
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--closed", action="store_true", help="with the closed forms")
arguments.add_argument("--op", default="kl")
arguments.add_argument("--grep")
arguments.add_argument("--slow", type=float, default=0.1)
arguments.add_argument("--command", default=os.path.join(root, ".build/release/distributions"))
options = arguments.parse_args()

tool = subprocess.Popen(
    [options.command, "evaluate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(p, q, table):
    request = {"id": 0, "op": options.op, "p": p, "q": q}
    if not options.closed:
        request["method"] = "quadrature" if table is pairs.CONTINUOUS else "summation"
    begin = time.time()
    tool.stdin.write(json.dumps(request) + "\n")
    tool.stdin.flush()
    answer = json.loads(tool.stdout.readline())
    return answer, time.time() - begin


finite, infinite, failed, slow, times, answers = 0, 0, 0, 0, 0.0, []
for table in (pairs.CONTINUOUS, pairs.DISCRETE):
    laws = list(pairs.laws(table))
    for a, p in laws:
        for b, q in laws:
            if options.grep and options.grep not in a + b: continue
            answer, seconds = ask(a, b, table)
            times += seconds
            if seconds > options.slow:
                slow += 1
                print(f"SLOW {seconds:.2f} s  {a}  from  {b}: {answer}")
            if "failure" in answer:
                failed += 1
                print(f"FAILED {a}  from  {b}: {answer['failure']['message'][:300]}")
                continue
            value = float(answer["value"])
            if table is pairs.CONTINUOUS: bySupport = p[1] < q[1] or p[2] > q[2]
            else: bySupport = any(p[0](end) > -inf and q[0](end) == -inf for end in p[1:] if end != inf)
            if bySupport and value != math.inf or math.isnan(value) or value < 0:
                print(f"WRONG {a}  from  {b}: {answer}")
            if value == math.inf: infinite += 1
            else: finite += 1
            if not bySupport: answers.append((table, a, p, b, q, answer))
count = finite + infinite + failed
print(f"{count} pairs: {finite} values, {infinite} infinite, {failed} failures; {slow} slower than "
      f"{options.slow} s; {1000 * times / max(count, 1):.2f} ms on average")

random.seed(options.seed)
wrong, checked, worst = 0, 0, 0.0
for table, a, p, b, q, answer in random.sample(answers, min(options.oracle, len(answers))):
    truth = pairs.value_of(table, p, q)
    if truth is None: continue
    checked += 1
    value, error = float(answer["value"]), float(answer["error"])
    if truth == inf or value == math.inf:
        if truth != value:
            wrong += 1
            print(f"WRONG {a}  from  {b}: {value}, but is {nstr(truth, 17)}")
        continue
    difference = abs(mpf(value) - truth)
    if difference > error:
        wrong += 1
        print(f"WRONG {a}  from  {b}: {value} ± {error}, but is {nstr(truth, 17)}")
    if truth > 1e-6: worst = max(worst, float(difference / truth))
print(f"{checked} held against 40 digits: {wrong} wrong, worst relative error {worst:.1e}")
