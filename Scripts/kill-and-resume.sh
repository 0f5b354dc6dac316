#!/bin/bash
# Trains once undisturbed and once killed (kill -9) at random instants and resumed, then compares
# every file but the log byte by byte.
#
#   Scripts/kill-and-resume.sh [KILLS] [more arguments of train-gan]
set -u
kills=${1:-20}
shift || true
tool=${TRAIN_GAN:-.build/release/train-gan}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
options=(--data iris --steps 6000 --hidden 32,32 --checkpoint-interval 0.05 --quiet "$@")

"$tool" "${options[@]}" --output "$folder/whole" || exit 1

done_kills=0
last=0
while [ "$done_kills" -lt "$kills" ]; do
  "$tool" "${options[@]}" --resume --output "$folder/broken" 2>>"$folder/errors" &
  process=$!
  # Between 0.02 and 0.6 seconds: while it starts, trains, or writes.
  sleep "$(awk -v r=$RANDOM 'BEGIN { printf "%.4f", 0.02 + 0.58 * r / 32768 }')"
  if kill -9 "$process" 2>/dev/null; then done_kills=$((done_kills + 1)); fi
  wait "$process" 2>/dev/null
  status=$?
  if [ "$status" -ne 137 ] && [ "$status" -ne 0 ]; then
    echo "resuming failed with status $status:"
    tail -n 3 "$folder/errors"
    exit 1
  fi
  if [ -f "$folder/broken/train.log" ]; then
    step=$(grep -o 'resumed after step [0-9]*' "$folder/broken/train.log" | tail -n 1 | grep -o '[0-9]*$')
    if [ -n "$step" ]; then
      if [ "$step" -lt "$last" ]; then
        echo "a checkpoint was lost: step $step after $last"
        exit 1
      fi
      last=$step
      echo "kill $done_kills: had resumed after step $step"
    fi
  fi
done
"$tool" "${options[@]}" --resume --output "$folder/broken" || exit 1
if diff -r --exclude=train.log "$folder/whole" "$folder/broken"; then
  echo "$kills kills: all files equal those of the undisturbed run"
else
  exit 1
fi
