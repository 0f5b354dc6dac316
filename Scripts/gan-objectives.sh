#!/bin/bash
# Trains ring and grid by every objective and prints a table in Markdown: the one in Docs/GAN.md.
#
#   Scripts/gan-objectives.sh [SEED]
set -eu
seed=${1:-1}
tool=${TRAIN_GAN:-.build/release/train-gan}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "| objective | data | steps | modes | good samples | reverse KL | CPU time |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for objective in relativistic wasserstein "wasserstein above" classic least-squares hinge; do
  for data in ring grid; do
    set -- $objective
    sides=${2:+--penalty-sides $2}
    out="$folder/$data"
    rm -rf "$out"
    TIMEFORMAT='%U'
    seconds=$({ time "$tool" --data $data --objective "$1" $sides --seed "$seed" --threads 1 \
      --quiet --output "$out" >/dev/null 2>"$folder/errors"; } 2>&1) || {
      echo "| $objective | $data | $(tail -n 1 "$folder/errors") | | | | |"
      continue
    }
    python3 - "$out/report.json" "$objective" "$data" "$seconds" <<'P'
import json, sys
report = json.load(open(sys.argv[1]))
modes = report["modes"]
name = {"wasserstein above": "Wasserstein, one-sided penalty", "wasserstein": "Wasserstein"}.get(
    sys.argv[2], sys.argv[2])
print(f"| {name} | {sys.argv[3]} | {report['plan']['training']['steps']:,} | "
      f"{modes['captured']} of {modes['modes']} | {100 * modes['goodShare']:.1f}% | "
      f"{modes['reverseKL']:.4f} | {float(sys.argv[4]):.0f} s |")
P
  done
done
