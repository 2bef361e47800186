#!/usr/bin/env python3
"""Maps side by side with openTSNE and umap-learn: seconds, trustworthiness, kNN recall, and how seconds grow.

    projection_parity.py CLI FOLDER [--sizes 1000 10000 70000] [--peers 10000] [--threads 1] [--repeats 1]

CLI is marcie-cli. FOLDER gets the points, the maps, report.json and report.md. Needs numpy, openTSNE and umap-learn in the
Python that runs it. Peers are run in a process of their own each, after one small run that compiles what they compile when
they are first used; their time is that of fit_transform, ours the whole computation as marcie-cli reports it. Both maps are
judged by the same program: marcie-cli's figures come from its --json, a peer's from the functions below, and ours is judged by
them as well.
"""
import argparse
import importlib.util
import json
import math
import os
import subprocess
import sys
import time

COLUMNS = 64
CLUSTERS = 20
NEIGHBOURS = 15
SAMPLE = 2000

PEER = r'''
import sys, time, numpy as np
method, source, target, threads, seed = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
import os
x = np.load(source)
def make(small):
    if method == "tsne":
        import openTSNE
        t = openTSNE.TSNE(perplexity=30, n_jobs=threads, random_state=seed, n_iter=10 if small else 500,
                          early_exaggeration_iter=10 if small else 250)
        return lambda data: np.asarray(t.fit(data))
    import umap
    u = umap.UMAP(n_neighbors=15, min_dist=0.1, n_jobs=threads, random_state=None if threads > 1 else seed)
    return u.fit_transform
make(True)(x[:600])
start = time.perf_counter()
y = make(False)(x)
print(time.perf_counter() - start)
np.save(target, np.asarray(y, dtype=np.float32))
'''


def points(size, path):
    import numpy as np
    rng = np.random.default_rng(17)
    centres = rng.normal(size=(CLUSTERS, COLUMNS)) * 2
    # Clusters that are no balls: each is stretched along directions of its own, as embeddings are.
    shapes = rng.normal(size=(CLUSTERS, 8, COLUMNS)) * 0.8
    of = rng.integers(CLUSTERS, size=size)
    x = centres[of] + np.einsum("nk,nkc->nc", rng.normal(size=(size, 8)), shapes[of])
    np.save(path, (x + 0.3 * rng.normal(size=x.shape)).astype(np.float32))


def quality(x, y):
    """Trustworthiness and recall over a fixed sample, ranked among all points."""
    import numpy as np
    n, k = len(x), NEIGHBOURS
    sample = np.sort(np.random.default_rng(3).permutation(n)[:SAMPLE])
    norms = (x * x).sum(1)
    shared = penalty = 0
    for i in sample:
        far = norms + norms[i] - 2 * (x @ x[i])
        far[i] = np.inf
        near = np.argpartition(far, k)[:k]
        d = ((y - y[i]) ** 2).sum(1)
        d[i] = np.inf
        map_near = np.argpartition(d, k)[:k]
        shared += len(np.intersect1d(near, map_near))
        for j in np.setdiff1d(map_near, near):
            penalty += (far < far[j]).sum() + 1 - k
    m = len(sample)
    return {"trustworthiness": 1 - 2 * float(penalty) / (m * k * (2 * n - 3 * k - 1)), "recall": shared / (m * k)}


def best(repeats, run):
    return min((run() for _ in range(repeats)), key=lambda result: result["seconds"])


def ours(arguments, method, source, target, threads):
    report = target + ".json"
    subprocess.run([arguments.cli, "project", source, "--method", method, "--seed", "1", "--threads", str(threads), "--out",
                    target, "--json", report], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(report, encoding="utf-8") as file:
        return {"seconds": json.load(file)["seconds"]}


def peer(method, source, target, threads):
    env = dict(os.environ, OMP_NUM_THREADS=str(threads), NUMBA_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    out = subprocess.run([sys.executable, "-W", "ignore", "-c", PEER, method, source, target, str(threads), "1"], check=True,
                         capture_output=True, text=True, env=env).stdout
    return {"seconds": float(out.split()[-1])}


def measure(arguments):
    import numpy as np
    rows = []
    for size in arguments.sizes:
        source = os.path.join(arguments.folder, f"x{size}.npy")
        points(size, source)
        x = np.load(source)
        for method in arguments.methods:
            row = {"method": method, "points": size, "threads": arguments.threads, "loadBefore": os.getloadavg()[0]}
            target = os.path.join(arguments.folder, f"{method}{size}.npy")
            row["marcie"] = best(arguments.repeats, lambda: ours(arguments, method, source, target, arguments.threads))
            row["marcie"].update(quality(x, np.load(target)))
            if size in arguments.peers:
                theirs = os.path.join(arguments.folder, f"{method}{size}_peer.npy")
                row["peer"] = best(arguments.repeats, lambda: peer(method, source, theirs, arguments.threads))
                row["peer"].update(quality(x, np.load(theirs)))
                row["timesFaster"] = row["peer"]["seconds"] / row["marcie"]["seconds"]
            row["loadAfter"] = os.getloadavg()[0]
            rows.append(row)
            print(json.dumps(row), file=sys.stderr, flush=True)
    return rows


def slopes(rows):
    """Exponent of seconds over points between the smallest and the largest size."""
    found = {}
    for method in dict.fromkeys(row["method"] for row in rows):
        own = [row for row in rows if row["method"] == method]
        if len(own) > 1:
            first, last = own[0], own[-1]
            found[method] = math.log(last["marcie"]["seconds"] / first["marcie"]["seconds"]) / math.log(
                last["points"] / first["points"])
    return found


def markdown(rows, growth):
    lines = ["| method | points | threads | marcie s | peer s | times faster | trust. (peer) | recall (peer) | load |",
             "|---|---|---|---|---|---|---|---|---|"]
    for row in rows:
        a, b = row["marcie"], row.get("peer")
        lines.append(f"| {row['method']} | {row['points']:,} | {row['threads']} | {a['seconds']:.2f} | "
                     + (f"{b['seconds']:.2f} | {row['timesFaster']:.1f} | " if b else "- | - | ")
                     + f"{a['trustworthiness']:.4f} ({b['trustworthiness']:.4f}) | " * bool(b)
                     + f"{a['trustworthiness']:.4f} | " * (not b)
                     + (f"{a['recall']:.3f} ({b['recall']:.3f}) | " if b else f"{a['recall']:.3f} | ")
                     + f"{row['loadBefore']:.1f} to {row['loadAfter']:.1f} |")
    lines += [""] + [f"Seconds of {method} grow like points^{slope:.2f}." for method, slope in growth.items()]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli")
    parser.add_argument("folder")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000, 70000])
    parser.add_argument("--peers", type=int, nargs="*", default=[10000])
    parser.add_argument("--methods", nargs="+", default=["tsne", "umap"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=1)
    arguments = parser.parse_args()
    needed = ["numpy"] + [{"tsne": "openTSNE", "umap": "umap"}[method] for method in arguments.methods if arguments.peers]
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(f"not installed in {sys.executable}: {', '.join(missing)}. Install tests/bench/requirements.txt into a virtual "
                 "environment and run this with its Python, or measure no peer with --peers and nothing after it")
    os.makedirs(arguments.folder, exist_ok=True)
    start = time.time()
    rows = measure(arguments)
    growth = slopes(rows)
    with open(os.path.join(arguments.folder, "report.json"), "w", encoding="utf-8") as file:
        json.dump({"rows": rows, "slopes": growth, "seconds": time.time() - start}, file, indent=2)
    text = markdown(rows, growth)
    with open(os.path.join(arguments.folder, "report.md"), "w", encoding="utf-8") as file:
        file.write(text)
    print(text)


if __name__ == "__main__":
    main()
