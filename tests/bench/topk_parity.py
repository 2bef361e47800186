#!/usr/bin/env python3
"""The best 50 of many items side by side with FAISS (IndexFlatIP, exact): users a second, the same lists, and how seconds grow.

    topk_parity.py BENCH FOLDER [--python PYTHON] [--items 500 5000 50000] [--users 20000] [--threads 2] [--rounds 3]

BENCH is marcie_rec_bench (preset `bench`). FOLDER gets the factors (64 numbers, drawn from a seed), the lists, report.json and
report.md. --python names one that has numpy and faiss-cpu (tests/bench/requirements.txt). For each size ours is measured, then
FAISS, then ours again; each is the best of its rounds. Exits 1 when the lists differ by more than equal scores allow.
"""
import argparse
import json
import math
import os
import subprocess
import sys

GOAL = 1.3
LEAST_SHARED = 0.9999  # a product in another order can swap two items at the end of a list

WORLD = r'''
import sys, numpy as np
folder, users, items = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(7)
np.save(folder + "/users.npy", rng.normal(size=(users, 64)).astype(np.float32))
np.save(folder + "/items.npy", rng.normal(size=(items, 64)).astype(np.float32))
'''

PEER = r'''
import sys, time, json, numpy as np, faiss
folder, threads, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
faiss.omp_set_num_threads(threads)
users, items = np.load(folder + "/users.npy"), np.load(folder + "/items.npy")
index = faiss.IndexFlatIP(items.shape[1])
index.add(items)
best = 1e30
for _ in range(rounds):
    start = time.perf_counter()
    _, lists = index.search(users, 50)
    best = min(best, time.perf_counter() - start)
mine = np.load(folder + "/top.npy")
shared = np.mean([len(np.intersect1d(a, b)) for a, b in zip(mine, lists)]) / lists.shape[1]
print(json.dumps({"seconds": best, "shared": float(shared)}))
'''


def last_line(command, threads):
    env = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    return json.loads(out.strip().splitlines()[-1])


def measure(arguments, items):
    folder = os.path.join(arguments.folder, str(items))
    os.makedirs(folder, exist_ok=True)
    subprocess.run([arguments.python, "-c", WORLD, folder, str(arguments.users), str(items)], check=True)
    command = [arguments.bench, "top", folder, "--rounds", str(arguments.rounds), "--threads", str(arguments.threads)]
    load = os.getloadavg()[0]
    mine = last_line(command, arguments.threads)["seconds"]
    peer = last_line([arguments.python, "-W", "ignore", "-c", PEER, folder, str(arguments.threads), str(arguments.rounds)],
                     arguments.threads)
    mine = min(mine, last_line(command, arguments.threads)["seconds"])
    return {"items": items, "users": arguments.users, "seconds": mine, "faissSeconds": peer["seconds"],
            "ratio": peer["seconds"] / mine, "shared": peer["shared"], "load": load}


def table(arguments, rows):
    lines = [f"{arguments.threads} thread(s) for both, best of {arguments.rounds} rounds", "",
             "| what | Marcie, users/s | FAISS, users/s | ratio | goal | lists shared | slope | load |",
             "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        goal = f">= {GOAL}×" if row["items"] >= 50000 else ""
        slope = f"{row['slope']:.2f}" if "slope" in row else "–"
        lines.append(f"| top 50 of {row['items']:,} items, d = 64 | {row['users'] / row['seconds']:.0f} | "
                     f"{row['users'] / row['faissSeconds']:.0f} | {row['ratio']:.2f}× | {goal} | {row['shared']:.6f} | "
                     f"{slope} | {row['load']:.1f} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("folder")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--items", type=int, nargs="+", default=[500, 5000, 50000])
    parser.add_argument("--users", type=int, default=20000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    probe = "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(n) is None for n in ('numpy', 'faiss')))"
    if subprocess.run([arguments.python, "-c", probe]).returncode != 0:
        print(f"numpy and faiss-cpu are not both installed in {arguments.python}. Install tests/bench/requirements.txt into a "
              "virtual environment and name its Python with --python", file=sys.stderr)
        return 3
    arguments.folder = os.path.abspath(arguments.folder)
    rows = [measure(arguments, items) for items in arguments.items]
    for before, after in zip(rows, rows[1:]):  # of seconds over items
        after["slope"] = math.log(after["seconds"] / before["seconds"]) / math.log(after["items"] / before["items"])
    text = table(arguments, rows)
    for name, content in (("report.json", json.dumps(rows, indent=1)), ("report.md", text)):
        with open(os.path.join(arguments.folder, name), "w", encoding="utf-8") as file:
            file.write(content)
    print(text)
    return 0 if all(row["shared"] >= LEAST_SHARED for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
