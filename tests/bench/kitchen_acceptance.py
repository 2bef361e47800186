#!/usr/bin/env python3
"""Does MARNet's claim hold on the kitchen world? Runs the shipped ablation with a fixed recipe and judges its results.

    tests/bench/kitchen_acceptance.py --out DIR [--seeds 4] [--cli build/release/bin/marcie-cli] [--jobs 2]

Each seed draws its own half of the training pictures (stratified) and its own initialisation; the test pictures are the
same for all, once under the nuisance of the training pictures (clean) and once under strong nuisance. DIR holds the
kitchen and what `marcie-cli experiment` writes; an interrupted call goes on. Exits 1 when an acceptance figure does not
hold. Needs only the standard library.
"""

import argparse
import json
import pathlib
import subprocess
import sys

# The recipe of every row, stated here so that a change of presets does not change what is accepted.
RECIPE = [
    "data.imageSize=64", "data.cacheSize=96", "data.trainFraction=0.5", "model.encoder=small_resnet", "model.width=16",
    "model.dim=128", "model.phases.backbone=0", "model.phases.joint=32", "model.phases.refit=0", "trainer.batchSize=32",
    "trainer.learningRate=0.05", "trainer.selection=last", "model.cdr.target=multihot", "model.cdr.mseWeight=5",
    "model.ema.weight=2", "augment.rotation=180", "trainer.evaluateEvery=32",
]
CLEAN, STRONG = "top1", "top1@strong"


def experiment(options):
    data = options.out / "kitchen"
    if not (data / "samples.csv").exists():
        subprocess.run([options.cli, "data", "synth", "kitchen", "--out", data, "--classes", "12", "--images",
                        str(options.images), "--seed", "1"], check=True)
    command = [options.cli, "experiment", "ablation", "--data", data, "--out", options.out, "--seeds",
               str(options.seeds), "--jobs", str(options.jobs)]
    for assignment in [*RECIPE, *options.set]:
        command += ["--set", assignment]
    subprocess.run(command, check=True)


def values(rows, row, column):
    return {int(seed): value for seed, value in rows[row][column]["values"].items()}


def gains(rows, row, baseline, column):
    """Differences seed by seed."""
    ours, theirs = values(rows, row, column), values(rows, baseline, column)
    return [ours[seed] - theirs[seed] for seed in sorted(ours.keys() & theirs.keys())]


def mean(numbers):
    return sum(numbers) / len(numbers)


def checks(rows):
    """Yields (sentence, holds)."""
    for name, column, least in (("clean", CLEAN, 0.01), ("strong", STRONG, 0.02)):
        paired = gains(rows, "full", "backbone", column)
        yield f"full − backbone, {name}: {100 * mean(paired):+.1f} ≥ {100 * least:+.1f}", mean(paired) >= least
        wins, need = sum(x > 0 for x in paired), min(3, len(paired))
        yield f"full > backbone, {name}: in {wins} of {len(paired)} seeds, at least {need}", wins >= need
    paired = mean(gains(rows, "full", "no_text", CLEAN))
    yield f"full − no text: {100 * paired:+.1f} ≥ +1.0", paired >= 0.01
    paired = mean(gains(rows, "no_text", "backbone", CLEAN))
    yield f"|no text − backbone|: {100 * abs(paired):.1f} ≤ 3", abs(paired) <= 0.03
    paired = mean(gains(rows, "permuted", "full", CLEAN))
    yield f"permuted − full: {100 * paired:+.1f} ≤ −3", paired <= -0.03
    auc = rows["full"]["tagAuc"]["mean"]
    yield f"ingredient AUC of full: {auc:.3f} ≥ 0.82", auc >= 0.82


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--cli", default="build/release/bin/marcie-cli")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--images", type=int, default=2400)
    parser.add_argument("--set", action="append", default=[], help="added to every row")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    experiment(options)
    results = json.loads((options.out / "results.json").read_text(encoding="utf-8"))
    judged = list(checks(results["groups"][0]["rows"]))
    for text, holds in judged:
        print(f"- {'holds' if holds else 'FAILS'}: {text}")
    return 0 if all(holds for _, holds in judged) else 1


if __name__ == "__main__":
    sys.exit(main())
