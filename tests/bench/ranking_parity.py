#!/usr/bin/env python3
"""Ranking evaluation side by side with Cornac: the same lists, the same figures to 1e-6, users per second; and how seconds
grow with the world.

    ranking_parity.py BENCH FOLDER [--users 6040] [--items 3706] [--threads 1] [--rounds 3] [--peer-users 1000] [--worlds]

BENCH is marcie_rec_bench (preset `bench`). FOLDER gets the lists, the virtual environment that Cornac is installed into,
report.json and report.md. Both judge one model: factors drawn from a seed and written to FOLDER. Cornac ranks the first
--peer-users users, because it is slow; both its figures and ours are then over these users. Its time is that of one call
with all figures, ours that of one evaluation, which also makes the lists per user group and the figures of the catalogue.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import venv

FIGURES = {"auc": "AUC", "map": "MAP", "mrr": "MRR", "ndcg@10": "NDCG@10", "ndcg@50": "NDCG@50", "recall@10": "Recall@10",
           "recall@50": "Recall@50", "precision@10": "Precision@10", "f1@10": "F1@10"}
TOLERANCE = 1e-6

WORLD = r'''
import sys, numpy as np
folder, users, items, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), 7
rng = np.random.default_rng(seed)
np.save(folder + "/users.npy", rng.normal(size=(users, 64)).astype(np.float32))
np.save(folder + "/items.npy", rng.normal(size=(items, 64)).astype(np.float32))
np.save(folder + "/bias.npy", rng.normal(size=items).astype(np.float32))
counts = np.minimum(np.maximum(20, rng.lognormal(4.6, 0.9, size=users)).astype(int), items // 2)
with open(folder + "/train.csv", "w") as train, open(folder + "/test.csv", "w") as test:
    for file in (train, test):
        file.write("user_id,item_id\n")
    for u in range(users):
        chosen = np.unique((rng.random(counts[u]) * rng.random(counts[u]) * items).astype(int))
        rng.shuffle(chosen)
        cut = max(1, len(chosen) // 5)
        for k, i in enumerate(chosen):
            (test if k < cut else train).write(f"{u},{i}\n")
'''

PEER = r'''
import sys, time, json, numpy as np
folder, limit = sys.argv[1], int(sys.argv[2])
from cornac.data import Dataset
from cornac.eval_methods.base_method import ranking_eval
from cornac.metrics import AUC, MAP, MRR, NDCG, Recall, Precision, FMeasure
from cornac.models import Recommender
def rows(name, below):
    table = np.loadtxt(folder + name, delimiter=",", skiprows=1, dtype=int)
    return [(int(u), int(i), 1.0) for u, i in table if u < below]
p, q, b = (np.load(folder + "/" + n + ".npy") for n in ("users", "items", "bias"))
# All items exist in the ids, in their own order, so that its rows are ours.
from collections import OrderedDict
uid = OrderedDict((u, u) for u in range(limit))
iid = OrderedDict((i, i) for i in range(len(q)))
train = Dataset.build(rows("/train.csv", limit), global_uid_map=uid, global_iid_map=iid, fmt="UIR", exclude_unknowns=False)
test = Dataset.build(rows("/test.csv", limit), global_uid_map=uid, global_iid_map=iid, fmt="UIR", exclude_unknowns=False)
class Fixed(Recommender):
    def score(self, user_idx, item_idx=None):
        scores = q @ p[user_idx] + b
        return scores if item_idx is None else scores[item_idx]
model = Fixed("fixed", trainable=False, verbose=False)
model.fit(train)
metrics = [AUC(), MAP(), MRR(), NDCG(10), NDCG(50), Recall(10), Recall(50), Precision(10), FMeasure(10)]
start = time.perf_counter()
values, _ = ranking_eval(model, metrics, train, test, rating_threshold=0.5, exclude_unknowns=False, verbose=False)
seconds = time.perf_counter() - start
# Beside a metric at K, Cornac sorts no more than the first K of a list: what needs the whole list is asked for alone.
whole = [AUC(), MAP(), MRR()]
exact, _ = ranking_eval(model, whole, train, test, rating_threshold=0.5, exclude_unknowns=False, verbose=False)
values[:3] = exact
print(json.dumps({"seconds": seconds, "users": limit, "figures": {m.name: float(v) for m, v in zip(metrics, values)}}))
'''


def environment(folder):
    home = os.path.join(folder, "peer")
    python = os.path.join(home, "bin", "python")
    if not os.path.exists(python):
        venv.create(home, with_pip=True)
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "requirements.txt"), encoding="utf-8") as file:
            pinned = [line.split()[0] for line in file if line.startswith(("cornac", "numpy"))]
        if subprocess.run([python, "-m", "pip", "install", "--quiet", *pinned]).returncode != 0:
            shutil.rmtree(home)
            sys.exit(f"{' and '.join(pinned)} could not be installed: there is no peer to compare with")
    return python


def last_line(command, threads):
    env = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    return json.loads(out.strip().splitlines()[-1])


def ours(arguments, folder):
    return last_line([arguments.bench, "rank", folder, "--rounds", str(arguments.rounds), "--threads", str(arguments.threads)],
                     arguments.threads)


def first_users(source, target, limit):
    """The same lists for the first users only, so that both programs judge the same ones."""
    os.makedirs(target, exist_ok=True)
    for name in ("users.npy", "items.npy", "bias.npy"):
        link = os.path.join(target, name)
        if not os.path.exists(link):
            os.symlink(os.path.join(source, name), link)
    for name in ("train.csv", "test.csv"):
        with open(os.path.join(source, name), encoding="utf-8") as whole, \
                open(os.path.join(target, name), "w", encoding="utf-8") as part:
            part.write(next(whole))
            part.writelines(line for line in whole if int(line.split(",")[0]) < limit)


def compare(arguments):
    python = environment(arguments.folder)
    subprocess.run([python, "-c", WORLD, arguments.folder, str(arguments.users), str(arguments.items)], check=True)
    part = os.path.join(arguments.folder, "first")
    first_users(arguments.folder, part, arguments.peer_users)
    load = os.getloadavg()[0]
    mine = ours(arguments, part)
    whole = ours(arguments, arguments.folder)
    peer = last_line([python, "-W", "ignore", "-c", PEER, arguments.folder, str(arguments.peer_users)], arguments.threads)
    again = ours(arguments, part)
    mine["seconds"] = min(mine["seconds"], again["seconds"])
    rows = [{"figure": key, "marcie": mine["report"]["all"][key], "cornac": peer["figures"][name]}
            for key, name in FIGURES.items()]
    worst = max(abs(row["marcie"] - row["cornac"]) for row in rows)
    return {"users": arguments.users, "items": arguments.items, "threads": arguments.threads, "loadBefore": load,
            "figures": rows, "worstDifference": worst, "agrees": worst <= TOLERANCE,
            "marcieUsersPerSecond": mine["users"] / mine["seconds"], "cornacUsersPerSecond": peer["users"] / peer["seconds"],
            "marcieAllUsersPerSecond": whole["usersPerSecond"],
            "timesFaster": (mine["users"] / mine["seconds"]) / (peer["users"] / peer["seconds"])}


def grow(arguments):
    """Allrecipes' size and two worlds a hundredth and a tenth of its scores."""
    rows = []
    for share in (0.1, 10 ** -0.5, 1.0):
        size = {"users": int(68768 * share), "items": int(45630 * share), "interactions": int(1093845 * share)}
        load = os.getloadavg()[0]
        command = [arguments.bench, "world", "--rounds", str(arguments.rounds), "--threads", str(arguments.threads)]
        for key, value in size.items():
            command += ["--" + key, str(value)]
        result = last_line(command, arguments.threads)
        rows.append(dict(size, seconds=result["seconds"], peakMegabytes=result["peakMegabytes"], loadBefore=load,
                         scores=size["users"] * size["items"]))
    import math
    for before, after in zip(rows, rows[1:]):
        after["slope"] = math.log(after["seconds"] / before["seconds"]) / math.log(after["scores"] / before["scores"])
    return rows


def table(report):
    lines = []
    if "peer" in report:
        peer = report["peer"]
        lines += [f"{peer['users']} users × {peer['items']} items, {peer['threads']} thread(s), load {peer['loadBefore']:.1f}: "
                  f"{peer['marcieUsersPerSecond']:.0f} users/s, Cornac {peer['cornacUsersPerSecond']:.0f} users/s, "
                  f"{peer['timesFaster']:.1f}×; largest difference {peer['worstDifference']:.1e}", "",
                  "| figure | Marcie | Cornac |", "|---|---|---|"]
        lines += [f"| {row['figure']} | {row['marcie']:.8f} | {row['cornac']:.8f} |" for row in peer["figures"]]
    if "worlds" in report:
        lines += ["", "| users | items | interactions | seconds | peak MB | slope | load |", "|---|---|---|---|---|---|---|"]
        lines += [f"| {r['users']} | {r['items']} | {r['interactions']} | {r['seconds']:.2f} | {r['peakMegabytes']:.0f} | "
                  f"{r.get('slope', float('nan')):.2f} | {r['loadBefore']:.1f} |" for r in report["worlds"]]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("folder")
    parser.add_argument("--users", type=int, default=6040)
    parser.add_argument("--items", type=int, default=3706)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-users", type=int, default=1000)
    parser.add_argument("--worlds", action="store_true")
    arguments = parser.parse_args()
    arguments.folder = os.path.abspath(arguments.folder)
    os.makedirs(arguments.folder, exist_ok=True)
    report = {"peer": compare(arguments)}
    if arguments.worlds:
        report["worlds"] = grow(arguments)
    with open(os.path.join(arguments.folder, "report.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    text = table(report)
    with open(os.path.join(arguments.folder, "report.md"), "w", encoding="utf-8") as file:
        file.write(text)
    print(text)
    return 0 if report["peer"]["agrees"] else 1


if __name__ == "__main__":
    sys.exit(main())
