#!/usr/bin/env python3
"""What does CIERec do on real posters? Runs VBPR alone, the control and the full method on movies_posters and judges them.

    tests/bench/posters_acceptance.py --data FOLDER --out DIR [--seeds 5] [--cli build/release/bin/marcie-cli] [--jobs 1]

FOLDER holds items.csv and interactions.csv. Each seed has its own initialisation and its own half of the cold items as
test. DIR holds what `marcie-cli experiment` writes; an interrupted call goes on. Exits 1 when an acceptance figure does
not hold. Needs only the standard library.
"""

import argparse
import json
import pathlib
import subprocess
import sys


def experiment(options):
    command = [options.cli, "experiment", "cierec_universality", "--data", options.data, "--out", options.out,
               "--axis", "model.backbone=vbpr", "--rows", "full", "--rows", "phi", "--seeds", str(options.seeds),
               "--jobs", str(options.jobs)]
    for assignment in options.set:
        command += ["--set", assignment]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def checks(rows):
    """Yields (sentence, holds)."""
    mean = {row: {column: rows[row][column]["mean"] for column in ("coldAuc", "warmAuc")} for row in ("plain", "full")}
    cold, warm = mean["full"]["coldAuc"], mean["full"]["warmAuc"]
    yield f"cold AUC of CIERec: {cold:.3f} ≥ 0.58", cold >= 0.58
    gain = cold - mean["plain"]["coldAuc"]
    yield f"CIERec − VBPR, cold AUC: {gain:+.3f} ≥ −0.005", gain >= -0.005
    gain = warm - mean["plain"]["warmAuc"]
    yield f"CIERec − VBPR, warm AUC: {gain:+.3f} ≥ −0.01", gain >= -0.01


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cli", default="build/release/bin/marcie-cli")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], help="added to every row")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    experiment(options)
    results = json.loads((options.out / "results.json").read_text(encoding="utf-8"))
    rows = results["groups"][0]["rows"]
    for row in rows:
        print(f"- {row}: cold AUC {rows[row]['coldAuc']['mean']:.3f}, warm AUC {rows[row]['warmAuc']['mean']:.3f}")
    judged = list(checks(rows))
    for text, holds in judged:
        print(f"- {'holds' if holds else 'FAILS'}: {text}")
    return 0 if all(holds for _, holds in judged) else 1


if __name__ == "__main__":
    sys.exit(main())
