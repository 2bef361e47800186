#!/usr/bin/env python3
"""Do our BPR-MF, VBPR and AMR reach the quality of Cornac's on the same split?

    tests/bench/cornac_quality.py --data FOLDER --out DIR [--bench build/bench/tests/marcie_rec_bench]
        [--cli build/release/bin/marcie-cli] [--python PYTHON] [--models bpr vbpr amr] [--seeds 5] [--threads 1]
        [--dim 16] [--set key=value]…

FOLDER holds items.csv and interactions.csv. Ours are trained by marcie-cli with the defaults of the task (model.cierec=plain);
the seed changes the initialisation and the draws, the split stays. What the first run learned from (interactions by part,
features of items) is exported to Cornac, which learns in --python; its vectors are judged by the program that judges ours, on
the same lists. Cornac's settings are the best of a small grid on the validation part, as our epoch is chosen there.

A figure holds when our mean is not below Cornac's by more than the larger standard deviation of the two over the seeds. Exits 1
when one does not, 3 when Cornac is not installed. DIR keeps all runs: an interrupted call goes on.

What to know of Cornac 2.3.5 when the figures differ: negatives are drawn among all items that training knows; its VBPR adds
a column of visual biases to a row of scores, so a batch of B gives B × B differences and its regularisation weighs B times less
(the grid has larger ones); vectors of cold items stay as they were drawn; its AMR has one vector a user and no biases.
"""
import argparse
import itertools
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys

BACKBONES = {"bpr": "bpr_mf", "vbpr": "vbpr", "amr": "amr"}
GRID = {
    "bpr": {"max_iter": (50, 200), "learning_rate": (0.05,), "lambda_reg": (0.002, 0.01, 0.05)},
    "vbpr": {"n_epochs": (15, 45), "learning_rate": (0.003,), "lambda_w": (0.01, 1.0), "lambda_e": (0.01,)},
    "amr": {"n_epochs": (15, 45), "learning_rate": (0.003,), "lambda_w": (0.01, 0.1), "lambda_e": (0.01,)},
}
BATCH = 256  # of Cornac's VBPR and AMR
# (list, figure). A model without content knows nothing of cold items.
WARM = [("warm", "auc"), ("warm", "recall@20"), ("warm", "ndcg@20")]
COLD = [("cold", "auc"), ("cold", "recall@20"), ("cold", "ndcg@20")]


def learn(folder, target, name, dim, seed, threads, settings):
    """In the Python that has Cornac: trains one model on an export, writes users.npy, items.npy and bias.npy."""
    import collections
    import contextlib
    import io
    import numpy
    from cornac.data import Dataset, ImageModality
    from cornac.models import AMR, BPR, VBPR
    world = json.loads((folder / "world.json").read_text(encoding="utf-8"))
    pairs = numpy.loadtxt(folder / "train.csv", delimiter=",", skiprows=1, dtype=numpy.int64)
    # What training knows comes first, as in Cornac's own evaluation: it draws negatives among these.
    known = numpy.unique(pairs[:, 1])
    order = numpy.concatenate([known, numpy.setdiff1d(numpy.arange(world["items"]), known)])
    place = numpy.empty_like(order)
    place[order] = numpy.arange(len(order))
    maps = [collections.OrderedDict((k, k) for k in range(world[kind])) for kind in ("users", "items")]
    data = Dataset(world["users"], len(known), *maps, (pairs[:, 0], place[pairs[:, 1]], numpy.ones(len(pairs))), seed=seed)
    features = numpy.load(folder / "features.npy")[order]
    if name == "bpr":
        model = BPR(k=dim, seed=seed, **settings)  # the seed makes it one thread
    else:
        pictures = ImageModality(features=features, ids=list(range(len(order))), normalized=False)
        pictures.build(id_map=data.iid_map)
        data.add_modalities(item_image=pictures)
        import torch
        torch.set_num_threads(threads)
        model = {"vbpr": VBPR, "amr": AMR}[name](k=dim, k2=dim, batch_size=BATCH, seed=seed, verbose=False, **settings)
    with contextlib.redirect_stdout(io.StringIO()):
        model.fit(data)
    bias = numpy.zeros(len(order))
    if name == "bpr":
        users, items, bias = model.u_factors, model.i_factors, model.i_biases
    elif name == "vbpr":
        users = numpy.concatenate([model.gamma_user, model.theta_user], 1)
        items = numpy.concatenate([model.gamma_item, model.theta_item], 1)
        bias = model.beta_item + model.visual_bias
    else:
        users, items = model.gamma_user, model.gamma_item + model.theta_item
    if not numpy.allclose(model.score(0), users[0] @ items.T + bias, rtol=1e-3, atol=1e-3):
        sys.exit(f"the vectors of {name} do not give the scores of this version of Cornac")
    target.mkdir(parents=True, exist_ok=True)
    for file, rows in (("users", users), ("items", items[place]), ("bias", bias[place])):
        numpy.save(target / f"{file}.npy", numpy.ascontiguousarray(rows, dtype=numpy.float32))


def ours(options, name, seed):
    run = options.out / f"marcie-{name}-{seed}"
    report = options.out / f"marcie-{name}-{seed}.json"
    status = run / "status.json"
    state = json.loads(status.read_text(encoding="utf-8"))["state"] if status.exists() else ""
    command = [options.cli, "train", "--out", run, "--resume"]
    if not (run / "run.json").exists():
        command = [options.cli, "train", "--task", "cierec", "--data", options.data, "--out", run]
        for assignment in (f"model.backbone={BACKBONES[name]}", "model.cierec=plain", f"model.dim={options.dim}",
                           f"trainer.seed={seed}", f"trainer.threads={options.threads}", *options.set):
            command += ["--set", assignment]
    if state != "completed":
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    if not report.exists():
        out = subprocess.run([options.cli, "evaluate", run, "--json"], check=True, capture_output=True, text=True).stdout
        report.write_text(out, encoding="utf-8")
    return run, json.loads(report.read_text(encoding="utf-8"))


def judge(options, run, folder, validation=False):
    out = subprocess.run([options.bench, "judge", run, folder, "--validation", str(int(validation)), "--threads",
                          str(options.threads)], check=True, capture_output=True, text=True).stdout
    return json.loads(out.strip().splitlines()[-1])


def theirs(options, run, export, name, seed, settings, validation=False):
    label = "-".join(f"{key}{value}" for key, value in settings.items())
    target = options.out / f"cornac-{name}-{seed}-{label}"
    report = target / ("validation.json" if validation else "test.json")
    if not report.exists():
        if not (target / "bias.npy").exists():
            env = dict(os.environ, **{key: str(options.threads) for key in
                                      ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})
            subprocess.run([options.python, "-W", "ignore", __file__, "--learn", export, target, name, str(options.dim),
                            str(seed), str(options.threads), json.dumps(settings)], check=True, env=env)
        report.write_text(json.dumps(judge(options, run, target, validation)), encoding="utf-8")
    return json.loads(report.read_text(encoding="utf-8"))


def value(report, place):
    found = report[place[0]].get(place[1])
    return math.nan if found is None else found


def chosen_settings(options, run, export, name):
    """The grid's best on the validation part: warm AUC, with content plus cold AUC, as marcie chooses its epoch."""
    best, best_value = None, -math.inf
    keys = list(GRID[name])
    for values in itertools.product(*GRID[name].values()):
        settings = dict(zip(keys, values))
        report = theirs(options, run, export, name, 1, settings, validation=True)
        score = value(report, ("warm", "auc")) + (0 if name == "bpr" else value(report, ("cold", "auc")))
        if score > best_value:
            best, best_value = settings, score
    return best


def compare(options, name):
    """Prints the rows of one model; yields whether each holds."""
    seeds = range(1, options.seeds + 1)
    runs = [ours(options, name, seed) for seed in seeds]
    export = options.out / "export"
    if not (export / "world.json").exists():
        subprocess.run([options.bench, "export", runs[0][0], export], check=True)
    settings = chosen_settings(options, runs[0][0], export, name)
    peers = [theirs(options, runs[0][0], export, name, seed, settings) for seed in seeds]
    text = ", ".join(f"{key} {value}" for key, value in settings.items())
    for place in WARM + ([] if name == "bpr" else COLD):
        mine = [value(report, place) for _, report in runs]
        other = [value(report, place) for report in peers]
        spread = max(statistics.stdev(mine), statistics.stdev(other))
        holds = statistics.mean(mine) >= statistics.mean(other) - spread
        print(f"| {name} | {' '.join(place)} | {statistics.mean(mine):.4f} ± {statistics.stdev(mine):.4f} | "
              f"{statistics.mean(other):.4f} ± {statistics.stdev(other):.4f} | {'yes' if holds else 'NO'} | {text} |", flush=True)
        yield holds


def main():
    if sys.argv[1:2] == ["--learn"]:
        folder, target, name, dim, seed, threads, settings = sys.argv[2:]
        learn(pathlib.Path(folder), pathlib.Path(target), name, int(dim), int(seed), int(threads), json.loads(settings))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--bench", default="build/bench/tests/marcie_rec_bench")
    parser.add_argument("--cli", default="build/release/bin/marcie-cli")
    parser.add_argument("--python", default=sys.executable, help="one that has cornac and torch")
    parser.add_argument("--models", nargs="+", choices=tuple(BACKBONES), default=list(BACKBONES))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dim", type=int, default=16)
    parser.add_argument("--set", action="append", default=[], help="added to our runs")
    options = parser.parse_args()
    if options.seeds < 2:
        parser.error("--seeds: a spread needs two")
    needed = ["cornac"] + (["torch"] if set(options.models) - {"bpr"} else [])
    probe = "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(n) is None for n in sys.argv[1:]))"
    if subprocess.run([options.python, "-c", probe, *needed]).returncode != 0:
        print(f"{' and '.join(needed)}: not installed in {options.python}. Install tests/bench/requirements.txt into a virtual "
              "environment and name its Python with --python", file=sys.stderr)
        return 3
    options.out.mkdir(parents=True, exist_ok=True)
    print(f"D = {options.dim}, {options.seeds} seeds, mean ± standard deviation on the test part\n")
    print("| model | figure | Marcie | Cornac | reached | Cornac's settings |\n|---|---|---|---|---|---|")
    judged = [holds for name in options.models for holds in compare(options, name)]
    return 0 if all(judged) else 1


if __name__ == "__main__":
    sys.exit(main())
