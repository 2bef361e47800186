#!/usr/bin/env python3
"""How fast Cornac learns, measured in a process of its own: what marcie_rec_train_bench calls as a peer.

    cornac_speed.py bpr  --users N --items N --interactions N [--dim 64] [--threads 2] [--rounds 3]
    cornac_speed.py vbpr --users N --items N --interactions N [--width 4096] [--dim 16] [--threads 2] [--rounds 3]

Prints one line of JSON: triples a second of training, best of the rounds, and the batch size that was best. Users, items and
features are drawn from a seed. What a fit spends before its first epoch is taken off: a round is a fit of several epochs less
a fit of one. Exit code 3, with a sentence, when a library is not installed in the Python that runs it.
"""
import argparse
import contextlib
import importlib.util
import io
import json
import os
import sys
import time

LEAST_TRIPLES = {"bpr": 2_000_000, "vbpr": 8_000}
BATCHES = (100, 1024)  # Cornac's default, and a larger one: the faster counts


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=("bpr", "vbpr"))
    parser.add_argument("--users", type=int, required=True)
    parser.add_argument("--items", type=int, required=True)
    parser.add_argument("--interactions", type=int, required=True)
    parser.add_argument("--width", type=int, default=4096)
    parser.add_argument("--dim", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def require(*names):
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        print(f"{' and '.join(missing)} not installed in {sys.executable}: "
              "pip install -r tests/bench/requirements.txt", file=sys.stderr)
        sys.exit(3)


def dataset(options):
    import collections
    import numpy
    from cornac.data import Dataset, ImageModality
    rng = numpy.random.default_rng(1)
    pairs = numpy.unique(rng.integers(options.users, size=options.interactions) * options.items +
                         rng.integers(options.items, size=options.interactions))
    users, items = pairs // options.items, pairs % options.items
    ids = [collections.OrderedDict((k, k) for k in range(count)) for count in (options.users, options.items)]
    data = Dataset(options.users, options.items, *ids, (users, items, numpy.ones(len(users))), seed=1)
    if options.model == "vbpr":
        pictures = ImageModality(features=rng.random((options.items, options.width), dtype=numpy.float32),
                                 ids=list(range(options.items)), normalized=False)
        pictures.build(id_map=data.iid_map)
        data.add_modalities(item_image=pictures)
    return data


def model(options, epochs, batch):
    from cornac.models import BPR, VBPR
    if options.model == "bpr":  # a seed would make it one thread
        return BPR(k=options.dim, max_iter=epochs, num_threads=options.threads, learning_rate=0.01, lambda_reg=0.01)
    return VBPR(k=options.dim, k2=options.dim, n_epochs=epochs, batch_size=batch, verbose=False, seed=1)


def seconds(options, data, epochs, batch):
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        model(options, epochs, batch).fit(data)
    return time.perf_counter() - start


def main():
    options = parse()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    require("numpy", "cornac", *(["torch"] if options.model == "vbpr" else []))
    data = dataset(options)
    count = len(data.uir_tuple[0])
    more = max(1, -(-LEAST_TRIPLES[options.model] // count))
    best = {"rate": 0.0}
    for batch in BATCHES if options.model == "vbpr" else (0,):
        seconds(options, data, 1, batch)  # what is loaded and compiled once
        for _ in range(options.rounds):
            # On a busy machine the short fit can be the slower one: that round says nothing.
            spent = seconds(options, data, 1 + more, batch) - seconds(options, data, 1, batch)
            if spent > 0 and count * more / spent > best["rate"]:
                best = {"rate": count * more / spent, "batch": batch}
    print(json.dumps(dict(best, threads=options.threads, triples=count * more)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
