#!/usr/bin/env python3
"""Writes Docs/Divergences.md from what a release build of `distributions` answers.

    Scripts/divergences.py [--check]
"""
import json
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
target = root / "Docs" / "Divergences.md"
command = pathlib.Path(sys.argv[sys.argv.index("--command") + 1]) if "--command" in sys.argv else root / ".build" / "release" / "distributions"

# What each label is given.
VALUES = {"lowerBound": 1, "upperBound": 3, "mode": 2, "probability": 0.3, "trials": 5,
          "populationSize": 20, "successes": 3, "draws": 5, "exponent": 2.5, "other": 1.5}
# Of the second argument.
OTHERS = {"lowerBound": 0, "upperBound": 4, "mode": 2.5, "probability": 0.4, "trials": 6,
          "populationSize": 25, "successes": 4, "draws": 6, "exponent": 2.25, "other": 1.25}
SPECIAL = {"Categorical": "Categorical(probabilities: [0.5, 0.25, 0.25])"}
# Laws of points, which the table of structure names.
ATOMS = {"PointMass"}


def run(arguments, text=""):
    return subprocess.run(
        [command, *arguments], input=text, capture_output=True, text=True, check=False).stdout


def example(name, signature, values):
    """A law of a family whose parameters are numbers; nothing of others."""
    if name in SPECIAL: return SPECIAL[name]
    if name in ATOMS: return None
    if "_:" in signature: return None
    labels = re.findall(r"(\w+):", signature)
    given = ", ".join(f"{label}: {values.get(label, values['other'])}" for label in labels)
    law = f"{name}({given})"
    answer = json.loads(run(["evaluate"], json.dumps({"id": 0, "op": "median", "p": law}) + "\n"))
    return law if isinstance(answer.get("value"), (int, float)) else None


def main():
    families = json.loads(run(["families", "--format", "json"]))
    rules = json.loads(run(["closed-forms", "--format", "json"]))
    closed = {(r["p"], r["q"]): r for r in rules}
    laws = {}
    for family in families:
        law = example(family["family"], family["spellings"][0], VALUES)
        other = example(family["family"], family["spellings"][0], OTHERS)
        if law and other: laws[family["family"]] = (law, other)
    names = sorted(laws)
    pairs = [(p, q) for p in names for q in names]
    requests = "".join(
        json.dumps({"id": i, "op": "kl", "p": laws[p][0], "q": laws[q][1]}) + "\n"
        for i, (p, q) in enumerate(pairs))
    answers = [json.loads(line) for line in run(["evaluate"], requests).splitlines()]
    marks = {}
    for (p, q), answer in zip(pairs, answers):
        rule = closed.get((p, q))
        if "failure" in answer:
            mark = "" if answer["failure"]["code"] == "differentSpaces" else "!"
        elif rule: mark = "c" if rule["conditional"] else "C"
        elif answer["value"] == "inf": mark = "∞"
        else: mark = {"quadrature": "Q", "summation": "S", "closedForm": "C"}[answer["method"]]
        marks[p, q] = mark
    line = [n for n in names if marks[n, "Normal"]]
    counts = [n for n in names if marks[n, "Poisson"]]
    others = sorted({r["p"] for r in rules} | {r["q"] for r in rules} - set(names))
    others = [n for n in others if n not in names]
    total = {m: sum(1 for v in marks.values() if v == m) for m in "CcQS∞"}

    out = [
        "# Divergences", "",
        "Written by `Scripts/divergences.py` from what the command answers; do not edit.", "",
        "KL(p‖q) of every pair of families has an answer, and the `Estimate` says how it was found:", "",
        f"- **C** a closed form ({total['C']} pairs here), **c** one for some parameters ({total['c']}), as",
        "  of equal shapes; else, and with `using: .empty` always,",
        f"- **∞** infinite by supports or tails, with these parameters ({total['∞']}),",
        f"- **Q** quadrature ({total['Q']}), **S** a certified sum ({total['S']}).", "",
        "Where the terms of a closed form cancel, the ladder answers if its error is smaller. Rows are p,",
        "columns q; the parameters are those of the list at the end.", ""]

    def table(title, rows):
        out.extend([f"## {title}", "", "| | " + " | ".join(str(i + 1) for i in range(len(rows))) + " |",
                    "| --- |" + " :-: |" * len(rows)])
        for i, p in enumerate(rows):
            cells = " | ".join(marks[p, q] or "" for q in rows)
            out.append(f"| {i + 1} {p} | {cells} |")
        out.append("")

    table("On the line", line)
    table("On whole numbers", counts)
    out.extend(["## Closed forms", "",
                "Where each is derived, in `Sources/Distributions`; * for some parameters only.", "",
                "| p | q | file |", "| --- | --- | --- |"])
    sources = {}
    for r in rules:
        key = (r["p"], r["source"].split("/")[-1])
        sources.setdefault(key, []).append(r["q"] + ("*" if r["conditional"] else ""))
    for (p, source), qs in sorted(sources.items()):
        out.append(f"| {p} | {', '.join(qs)} | {source} |")
    out.extend([
        "", "## Structure", "",
        "| pair | its divergence |", "| --- | --- |",
        "| `Product`s of as many parts, `Independent`s | the sum of the parts' |",
        "| images under one bijection, injective over both supports | that of what they are images of |",
        "| truncations of one law, or it and its truncation | the difference of the logarithms of their masses |",
        "| `Mixture` of one component with weight | that of the component |",
        "| `PointMass`, `Empirical` | a sum over the points; infinite from a law with a density |",
        "| any other `Affine`, `Mixture`, `Transformed`, `Truncated` | quadrature or summation, from what the"
        " parts say of their tails |", "",
        "## Other divergences", "",
        "`divergenceEstimate` takes two laws; the last four also take a sample and a law, or two samples.", "",
        "| divergence | how it is found |", "| --- | --- |",
        "| Jeffreys | the sum of both Kullback–Leibler divergences |",
        "| Jensen–Shannon, Rényi, α, Hellinger, Bhattacharyya, total variation, χ² | quadrature or summation over"
        " both laws; Rényi, Hellinger, Bhattacharyya and χ² closed for normal laws |",
        "| Wasserstein | through quantiles; of order 2 closed for normal laws |",
        "| energy | 2 ∫ (P − Q)², through cumulative functions |",
        "| squared maximum mean discrepancy, of a Gaussian kernel of bandwidth h | closed for normal laws; else"
        " ∫ D² over the difference of the densities smoothed by exp(−x²/h²), which is never negative |",
        "| Kullback–Leibler, of samples | by nearest neighbours, with a standard error |", "",
        "## The parameters", ""])
    out.extend(f"- `{laws[n][0]}`, as q `{laws[n][1]}`" for n in line + counts)
    text = "\n".join(out).rstrip() + "\n"
    if "--check" in sys.argv[1:]:
        if not target.exists() or target.read_text() != text:
            raise SystemExit("Docs/Divergences.md is not what Scripts/divergences.py writes; run it")
    else:
        target.write_text(text)
        print(f"wrote {target.relative_to(root)}")


if __name__ == "__main__":
    main()
