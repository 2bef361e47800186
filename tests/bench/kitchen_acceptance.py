#!/usr/bin/env python3
"""Does MARNet's claim hold on the kitchen world? Trains the rows of the ablation over several seeds and prints a table.

    tests/bench/kitchen_acceptance.py --out DIR [--seeds 4] [--cli build/release/bin/marcie-cli] [--jobs 2]

Each seed draws its own half of the training pictures (stratified) and its own initialisation; the test pictures are the
same for all, once under the nuisance of the training pictures (clean) and once under strong nuisance. Finished runs are
kept and not repeated. Writes table.md and table.json into DIR and exits 1 when an acceptance figure does not hold.
Needs only the standard library.
"""

import argparse
import concurrent.futures
import json
import pathlib
import statistics
import subprocess
import sys

ROWS = {
    "backbone": ["model.variant=backbone"],
    "no text": ["model.variant=full", "model.text=none"],
    "permuted in class": ["model.variant=full", "model.text=permuted_within_class"],
    "tag head": ["model.variant=tag_head"],
    "+ EMA": ["model.variant=ema"],
    "+ CDR": ["model.variant=cdr"],
    "full": ["model.variant=full"],
}
# The recipe of every row, stated here so that a change of presets does not change what is accepted.
RECIPE = [
    "data.imageSize=64", "data.cacheSize=96", "data.trainFraction=0.5", "model.encoder=small_resnet", "model.width=16",
    "model.dim=128", "model.phases.backbone=0", "model.phases.joint=32", "model.phases.refit=0", "trainer.batchSize=32",
    "trainer.learningRate=0.05", "trainer.selection=last", "model.cdr.target=multihot", "model.cdr.mseWeight=5",
    "model.ema.weight=2", "augment.rotation=180", "trainer.threads=1", "trainer.evaluateEvery=32",
]


def call(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}\nexit code {done.returncode}\n{done.stderr}")
    return done.stdout


def score(cli, run, data=None):
    extra = ["--data", str(data)] if data else []
    return json.loads(call([cli, "evaluate", str(run), "--split", "test", "--json", *extra]))


def one_run(cli, data, out, row, seed, overrides):
    result = out / f"{row.replace(' ', '_').replace('+', 'plus')}-s{seed}.json"
    if result.exists():
        return json.loads(result.read_text())
    run = result.with_suffix("")
    command = [cli, "train", "--task", "marnet", "--data", str(data), "--out", str(run)]
    if (run / "run.json").exists():
        command = [cli, "train", "--out", str(run), "--resume"]
    else:
        for assignment in [*RECIPE, *ROWS[row], *overrides, f"trainer.seed={seed}", f"data.splitSeed={seed}"]:
            command += ["--set", assignment]
    call(command)
    scores = {"clean": score(cli, run), "strong": score(cli, run, data / "strong.csv")}
    figures = {"clean": scores["clean"]["top1"], "strong": scores["strong"]["top1"]}
    figures.update({k: v for k, v in scores["clean"].items() if k.endswith("Auc")})
    result.write_text(json.dumps(figures))
    return figures


def summary(values):
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    return f"{100 * statistics.mean(values):.1f} ± {100 * spread:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--cli", default="build/release/bin/marcie-cli")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--images", type=int, default=2400)
    parser.add_argument("--rows", nargs="*", default=list(ROWS))
    parser.add_argument("--set", action="append", default=[], help="added to every row")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    data = options.out / "kitchen"
    if not (data / "samples.csv").exists():
        call([options.cli, "data", "synth", "kitchen", "--out", str(data), "--classes", "12", "--images",
              str(options.images), "--seed", "1"])

    seeds = range(1, options.seeds + 1)
    figures = {row: {} for row in options.rows}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        waiting = {pool.submit(one_run, options.cli, data, options.out, row, seed, options.set): (row, seed)
                   for seed in seeds for row in options.rows}
        for future in concurrent.futures.as_completed(waiting):
            row, seed = waiting[future]
            figures[row][seed] = future.result()
            print(f"{row} seed {seed}: {figures[row][seed]}", file=sys.stderr, flush=True)

    column = lambda row, key: [figures[row][seed][key] for seed in seeds]  # noqa: E731
    lines = [f"| test top-1, {options.seeds} seeds | clean | strong nuisance | annotation AUC |", "|---|---|---|---|"]
    for row in options.rows:
        auc = [f.get("tagAuc", f.get("probeAuc")) for f in figures[row].values()]
        auc_text = f"{statistics.mean(auc):.3f}" if all(a is not None for a in auc) else "—"
        lines.append(f"| {row} | {summary(column(row, 'clean'))} | {summary(column(row, 'strong'))} | {auc_text} |")
    table = "\n".join(lines)

    checks = []
    if all(row in figures for row in ("full", "backbone", "no text", "permuted in class")):
        def gain(a, b, key):
            return [x - y for x, y in zip(column(a, key), column(b, key))]
        mean = statistics.mean
        need = min(3, options.seeds)
        for key, least in (("clean", 0.01), ("strong", 0.02)):
            paired = gain("full", "backbone", key)
            checks.append((f"full − backbone, {key}: {100 * mean(paired):+.1f} ≥ {100 * least:+.1f}", mean(paired) >= least))
            wins = sum(x > 0 for x in paired)
            checks.append((f"full > backbone, {key}: in {wins} of {options.seeds} seeds, at least {need}", wins >= need))
        paired = mean(gain("full", "no text", "clean"))
        checks.append((f"full − no text: {100 * paired:+.1f} ≥ +1.0", paired >= 0.01))
        paired = mean(gain("no text", "backbone", "clean"))
        checks.append((f"|no text − backbone|: {100 * abs(paired):.1f} ≤ 3", abs(paired) <= 0.03))
        paired = mean(gain("permuted in class", "full", "clean"))
        checks.append((f"permuted − full: {100 * paired:+.1f} ≤ −3", paired <= -0.03))
        auc = [f.get("probeAuc", f.get("tagAuc")) for f in figures["full"].values()]
        if all(a is not None for a in auc):
            checks.append((f"ingredient AUC from z_v: {mean(auc):.3f} ≥ 0.82", mean(auc) >= 0.82))
    table += "\n\n" + "\n".join(f"- {'holds' if ok else 'FAILS'}: {text}" for text, ok in checks)
    print(table)
    (options.out / "table.md").write_text(table + "\n")
    (options.out / "table.json").write_text(json.dumps(figures, indent=2))
    return 0 if all(ok for _, ok in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
