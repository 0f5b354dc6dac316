#!/usr/bin/env bash
# The four jobs on real data, Fisher's irises: distributions, KL, continuous cross-entropy, a GAN.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.build/release:$PATH"
data=Sources/CDatasets/iris.csv
out=out/iris

bold='' plain=''
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
title() { printf '\n%s%s%s\n%s\n\n' "$bold" "$1" "$plain" "$2"; }
# Shows a command as one would type it, then runs it.
try() {
  printf '$ %s' "$1"
  printf ' %s' "${@:2}" | sed -E 's/ ([A-Z][A-Za-z]*\([^)]*\))/ "\1"/g'
  printf '\n'
  "$@"
  printf '\n'
}

# The normal distribution of greatest likelihood for a column of one species, as a literal.
normal() {
  awk -F, -v column="$1" -v species="$2" '
    $5 == species { n += 1; sum += $column; squares += $column * $column }
    END {
      mean = sum / n
      printf "Normal(mean: %.4f, standardDeviation: %.4f)", mean, sqrt(squares / n - mean * mean)
    }' "$data"
}

# The shares of petals up to 1 cm wide, up to 1.7 cm, and wider, as a literal.
widths() {
  awk -F, -v species="$1" '
    $5 == species { n += 1; class[$4 <= 1 ? 1 : $4 <= 1.7 ? 2 : 3] += 1 }
    END {
      printf "Categorical(probabilities: [%g, %g, %g])", class[1] / n, class[2] / n, class[3] / n
    }' "$data"
}

# Reads answers of `distributions evaluate` and prints their values as a table, a row for each of
# the names given.
table() {
  awk -v names="$*" '
    BEGIN {
      n = split(names, name, " ")
      printf "%12s", ""
      for (i = 1; i <= n; i++) printf "%16s", name[i]
      printf "\n"
    }
    {
      match($0, /"value": *"?[-+.0-9a-z]+/)
      value = substr($0, RSTART, RLENGTH)
      sub(/"value": *"?/, "", value)
      if (NR % n == 1) printf "%12s", name[int((NR - 1) / n) + 1]
      printf "%16.6f", value
      if (NR % n == 0) printf "\n"
    }'
}

species=(setosa versicolor virginica)
setosa="$(normal 3 setosa)"
versicolor="$(normal 3 versicolor)"
virginica="$(normal 3 virginica)"
petals=("$setosa" "$versicolor" "$virginica")

title "1. Distributions" \
  "Petal lengths (cm) of 50 irises of each species, as normal distributions fitted to them."
for i in 0 1 2; do printf '%12s  %s\n' "${species[i]}" "${petals[i]}"; done
printf '\n'
try distributions describe "$versicolor"
try distributions sample "$versicolor" --count 5 --seed 1
printf 'Petal widths: the shares of narrow (to 1 cm), middling (to 1.7 cm) and wide ones.\n'
try distributions describe "$(widths versicolor)" | sed -n '1,8p'; printf '\n'

title "2. Kullback-Leibler divergence" \
  "How many nats it costs to take the petals of the row's species for those of the column's."
for p in "${petals[@]}"; do
  for q in "${petals[@]}"; do printf '{"op":"kl","p":"%s","q":"%s"}\n' "$p" "$q"; done
done | distributions evaluate | table "${species[@]}"
printf '\n'
try distributions kl "$versicolor" "$virginica"
printf 'Classes of petal widths. Every setosa is narrow: to take others for one costs infinitely much.\n'
try distributions kl "$(widths virginica)" "$(widths versicolor)"
try distributions kl "$(widths versicolor)" "$(widths setosa)"

title "3. Continuous cross-entropy" \
  "By GSL quadrature with an error, where there is no formula; infinite where it is."
try distributions cross-entropy "$virginica" "Cauchy(location: 5.55, scale: 0.35)"
try distributions cross-entropy "$virginica" \
  "StudentT(degreesOfFreedom: 4, location: 5.55, scale: 0.45)"
try distributions cross-entropy "Cauchy(location: 5.55, scale: 0.35)" "$virginica"

title "4. A generative adversarial network" \
  "A conditional Wasserstein GAN learns the four measurements of an iris, given its species."
try train-gan --data iris --seed 1 --output "$out"

printf 'Real and generated irises side by side:\n'
find "$out" -name '*.svg' -o -name '*.png' | sort | sed 's/^/  /'
