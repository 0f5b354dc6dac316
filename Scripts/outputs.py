#!/usr/bin/env python3
"""Runs what the documents say was run, and writes what it printed below it.

    Scripts/outputs.py [--check]

Two kinds of blocks, after a release build (`make build`, and `make snippets` for the second kind):

- a block of ``console``: lines that begin with `$` are run by bash, from the root of the repository with
  its commands in the path and `out` made; what follows is what they print;
- a block after `<!-- prints NAME 1-3 -->`: lines 1 to 3 of what the snippet of that name prints, and all
  of it without numbers.

`--check` writes nothing and fails where the words or, by more than a part in a million, the numbers
differ. Blocks after `<!-- varies -->` (training, which other processors carry on from other last bits) are
not compared.
"""
import functools
import os
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
release = root / ".build" / "release"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def shell(command):
    environment = dict(os.environ, PATH=f"{release}:{os.environ['PATH']}")
    answer = subprocess.run(
        ["bash", "-c", command], cwd=root, env=environment, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return answer.stdout.rstrip("\n")


@functools.cache
def snippet(name):
    return subprocess.run(
        [release / name], cwd=root, text=True, check=True, capture_output=True
    ).stdout.rstrip("\n").split("\n")


def console(body):
    lines = []
    command = ""
    for line in body.split("\n"):
        # A command goes on after a backslash.
        if command.endswith("\\\n"): command += line + "\n"
        elif line.startswith("$ "): command = line[2:] + "\n"
        else: continue
        lines.append(line)
        if command.endswith("\\\n"): continue
        printed = shell(command)
        if printed: lines += [line.rstrip() for line in printed.split("\n")]
        command = ""
    return "\n".join(lines)


def filled(text):
    text = re.sub(
        r"(?<=```console\n)(.*?)(?=\n```)", lambda block: console(block[1]), text, flags=re.S)

    def prints(block):
        lines = snippet(block["name"])
        if block["first"]: lines = lines[int(block["first"]) - 1:int(block["last"] or block["first"])]
        return block["head"] + "```\n" + "\n".join(line.rstrip() for line in lines) + "\n```"

    return re.sub(
        r"(?P<head><!-- prints (?P<name>\w+)(?: (?P<first>\d+)(?:-(?P<last>\d+))?)? -->\n"
        r"(?:<!-- varies -->\n)?)```\n.*?\n?```",
        prints, text, flags=re.S)


def like(a, b):
    if NUMBER.sub("#", a).split() != NUMBER.sub("#", b).split(): return False
    pairs = zip(map(float, NUMBER.findall(a)), map(float, NUMBER.findall(b)))
    return all(abs(x - y) <= 1e-6 * max(abs(x), abs(y)) + 1e-9 for x, y in pairs)


def comparable(text):
    return re.sub(r"<!-- varies -->\n```.*?\n```", "", text, flags=re.S)


(root / "out").mkdir(exist_ok=True)
differ = []
for page in [root / "README.md", *sorted((root / "Docs").rglob("*.md"))]:
    text = page.read_text()
    if "```console" not in text and "<!-- prints" not in text: continue
    now = filled(text)
    if "--check" in sys.argv:
        if not like(comparable(text), comparable(now)): differ.append(page.relative_to(root))
    elif now != text:
        page.write_text(now)
        print("wrote", page.relative_to(root))
if differ:
    print("outdated:", *differ, "- run Scripts/outputs.py", file=sys.stderr)
    sys.exit(1)
