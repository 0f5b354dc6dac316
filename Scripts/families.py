#!/usr/bin/env python3
"""Writes Docs/Families.md from the comments of the families and the list of literals.

  Scripts/families.py            writes the file
  Scripts/families.py --check    fails if the file is not what would be written

A family's formula, parameters, facts and names in other libraries are read from its source file;
which families there are is read from Sources/Distributions/Literals/StandardFamilies.swift, the
list that the commands use. The pairs with a closed KL divergence are in Docs/Divergences.md.
"""

import re
import sys
from pathlib import Path

root = Path(__file__).resolve().parent.parent
sources = root / "Sources" / "Distributions"
target = root / "Docs" / "Families.md"

FACTS = [
    ("support", "support"),
    ("mean", "mean"),
    ("variance", "variance"),
    ("covariance", "covariance"),
    ("skewness", "skewness"),
    ("excessKurtosis", "excess kurtosis"),
    ("mode", "mode"),
    ("median", "median"),
    ("entropy", "entropy"),
]
# How the supports that have a name are written.
SUPPORTS = {
    ".wholeLine": "the real line",
    ".nonNegative": "x ≥ 0",
    ".positive": "x > 0",
    ".unitInterval": "0 ≤ x ≤ 1",
    ".counts": "0, 1, 2, …",
}


def listed():
    """The sections of the list of families, each with the names in it."""
    text = (sources / "Literals" / "StandardFamilies.swift").read_text()
    body = text[text.index("standardList: [") :]
    sections, names = [], []
    for line in body.splitlines():
        if heading := re.match(r"\s+// (\w+)\.$", line):
            names = []
            sections.append((heading[1], names))
        elif family := re.match(r"\s+([A-Z]\w+)(?:<.*>)?\.self,", line):
            names.append(family[1])
    return [(heading, sorted(names)) for heading, names in sections if names]


def unmarked(comment):
    """The text of a block of /// lines."""
    return [re.sub(r"^\s*/// ?", "", line) for line in comment.splitlines()]


def declaration(name):
    """The comment before the type and the file it is in."""
    pattern = re.compile(
        rf"((?:^///.*\n)+)(?:^@.*\n)*^public (?:struct|final class|enum) {name}\b", re.M
    )
    for path in sorted(sources.glob("*/*.swift")):
        text = path.read_text()
        if found := pattern.search(text):
            return unmarked(found[1]), path, text[found.start() :]
    raise SystemExit(f"families.py: no documented type named {name}")


def paragraphs(lines):
    """Blocks of text between empty lines; a code block is one of them."""
    blocks, block, inside = [], [], False
    for line in lines:
        if line.startswith("```"):
            inside = not inside
        if not line and not inside:
            if block:
                blocks.append(block)
            block = []
        else:
            block.append(line)
    return blocks + ([block] if block else [])


def initialisers(name, texts):
    """Every public initialiser with labels, as it is written in a call."""
    found = []
    for text in texts:
        for match in re.finditer(r"public init\(([^{]*?)\)\s*(?:throws(?:\(\w+\))? )?(?:where [^{]*)?\{", text):
            labels = [
                part.strip().split(" ")[0].rstrip(":")
                for part in re.split(r",(?![^<\[(]*[>\])])", match[1])
                if ":" in part
            ]
            call = f"{name}({''.join(label + ':' for label in labels)})"
            if labels and "_:" not in call.replace("(_:", "(") and call not in found:
                found.append(call)
    return found


def fact(name, text):
    """What the comment of a property says, or its expression where it is one line."""
    pattern = re.compile(
        rf"((?:^ *///.*\n)*)^ *(?:@\w+(?:\(.*\))? )*public var {name}: [^{{]*\{{(.*)$", re.M
    )
    found = pattern.search(text)
    if not found:
        return None
    comment = [line for line in unmarked(found[1])]
    if comment:
        return re.sub(r" ?``` ?", "", " ".join(line.strip() for line in comment)).strip()
    body = found[2].strip()
    if not body and (only := re.match(r"\n    (\S.*)\n  \}", text[found.end() :])):
        body = only[1] + " }"
    if not body.endswith("}"):
        return None
    body = body[:-1].strip()
    if name == "support":
        return SUPPORTS.get(body, f"`{body}`")
    if inner := re.fullmatch(r"nanUnless\(isValid, (.*)\)", body):
        body = inner[1]
    return body if re.fullmatch(r"-?[\d.]+", body) else f"`{body}`"


def family(name):
    lines, path, text = declaration(name)
    end = re.search(r"^(?:public|@frozen public) struct ", text[text.index("public struct") + 1 :], re.M)
    if end:
        text = text[: end.start() + text.index("public struct") + 1]
    extensions = [
        other
        for file in sorted(path.parent.glob("*.swift"))
        for other in re.findall(
            rf"^extension {name}\b[^\n]*\{{\n.*?^\}}", file.read_text(), re.M | re.S
        )
    ]
    texts = [text] + extensions
    elsewhere, shown = None, []
    for block in paragraphs(lines):
        first = block[0]
        if first.startswith("Elsewhere:"):
            elsewhere = " ".join(block)
        elif not first.startswith("Source"):
            shown.append("\n".join(block))
    out = [f"### {name}", ""]
    calls = initialisers(name, texts)
    if calls:
        out += [" · ".join(f"`{call}`" for call in calls), ""]
    # Symbol links of DocC are code here.
    body = re.sub(r"``([^`\n]+)``", r"`\1`", "\n\n".join(shown))
    out += [body, ""]
    rows = []
    for key, title in FACTS:
        value = next((v for v in (fact(key, t) for t in texts) if v), None)
        if value:
            rows.append(f"| {title} | {value.replace('|', '∣')} |")
    if rows:
        out += ["| fact | |", "| --- | --- |", *rows, ""]
    if elsewhere:
        out += [elsewhere, ""]
    out += [f"`{path.relative_to(root)}`", ""]
    return out


def document():
    sections = listed()
    count = sum(len(names) for _, names in sections)
    out = [
        "# Families",
        "",
        "Written by `Scripts/families.py` from the families' own comments; do not edit.",
        "",
        f"{count} families. Each has a log-density or log-mass, draws, `validate()` and a literal; each on",
        "the line also cumulative functions with logs of both tails, quantiles from either tail, moments",
        "and a median. An entropy that has no closed form is NaN as a property, and a number with its",
        "error through `entropyEstimate(of:)`. Where the KL divergence of two of them is closed is in",
        "[Divergences](Divergences.md); every other pair is summed or integrated.",
        "",
    ]
    for heading, names in sections:
        links = ", ".join(f"[{name}](#{name.lower()})" for name in names)
        out += [f"- **{heading}**: {links}"]
    out += [""]
    for heading, names in sections:
        out += [f"## {heading}", ""]
        for name in names:
            out += family(name)
    return "\n".join(out).rstrip() + "\n"


def main():
    text = document()
    if "--check" in sys.argv[1:]:
        if not target.exists() or target.read_text() != text:
            raise SystemExit("Docs/Families.md is not what Scripts/families.py writes; run it")
    else:
        target.write_text(text)
        print(f"wrote {target.relative_to(root)}")


if __name__ == "__main__":
    main()
