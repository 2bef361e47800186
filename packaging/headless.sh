#!/usr/bin/env bash
# The main job without a window, for machines without a display and for the tests. Sourced:
#   source packaging/headless.sh; marcieHeadless FOLDER CLASSES IMAGES
# Draws the built-in sample, trains MARNet on it with the preset `quick`, evaluates and predicts. What is there already
# from an earlier start is used again; an interrupted training is resumed.

marcieHeadless() {
  local folder=$1 classes=$2 images=$3
  local cli="$MARCIE_ROOT/build/release/bin/marcie-cli" sample="$1/sample" run="$1/run" picture
  mkdir -p "$folder"
  if [[ ! -f $folder/sample.done ]]; then
    rm -rf "$sample"
    say "Drawing the sample: $images pictures of $classes dishes"
    "$cli" data synth kitchen --out "$sample" --classes "$classes" --images "$images" --seed 1
    touch "$folder/sample.done"
  fi
  if [[ ! -f $run/run.json ]]; then
    say "Training MARNet on it (preset quick)"
    "$cli" train --task marnet --data "$sample" --out "$run" --preset quick
  elif ! grep -q '"runFinished"' "$run/events.jsonl" 2>/dev/null; then
    say "Resuming the training that was interrupted"
    "$cli" train --out "$run" --resume
  fi
  say "Evaluating on the test split"
  "$cli" evaluate "$run" --split test --json | tee "$folder/metrics.json"
  picture=$(find "$sample" -type f \( -name '*.png' -o -name '*.jpg' \) | LC_ALL=C sort | sed -n 1p)  # not head: its early end would fail the pipe
  say "Predicting one picture: ${picture#"$folder"/}"
  "$cli" predict "$run" "$picture" --top 3
}
