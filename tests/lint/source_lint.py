#!/usr/bin/env python3
"""Checks the rules of the source tree that a compiler cannot check: which layer may include what, sizes, and texts that
do not belong in the repository. Prints FILE:LINE: RULE for each violation and exits 1 when there is one.

    source_lint.py ROOT
"""
import os
import re
import sys

MAX_LINES = 400
SOURCES = (".h", ".cpp")
TEXTS = SOURCES + (".py", ".sh", ".cmake", ".txt", ".md", ".json", ".ts", ".qss", ".svg", ".desktop", ".in")
SKIPPED_FOLDERS = {".git", "build", ".cache", "__pycache__"}

# A layer may include layers of its own rank or below; CMake's GLOBAL_DEPENDS_NO_CYCLES keeps equals from circling.
RANK = {"base": 0, "options": 1, "api": 2, "image": 3, "data": 3, "nn": 3, "metrics": 3, "project": 3,
        "rec": 4, "train": 5, "eval": 6, "engine": 7}
WITHOUT_TORCH = ("ui/", "app/gui/", "core/base/", "core/options/", "core/api/", "core/project/")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')
QT = re.compile(r"^(Q[A-Za-z]+$|Qt[A-Z]\w*/|q\w+\.h$)")
HEAVY = re.compile(r"^(torch|ATen|c10|opencv2)/")

# Written in pieces so that this file does not violate its own rules.
FORBIDDEN_TEXT = [
    (re.compile(r"(?<![\w.])/(?:" + "wo" + "rk|ro" + "ot|ho" + "me|t" + r"mp)/\w"), "a path of somebody's machine"),
    (re.compile("py" + r"pi\.org|python" + r"hosted|deb\." + r"debian\.org|snapshot\." + r"debian"),
     "the host name of a package registry"),
    (re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"), "an unfinished spot"),
]
FORBIDDEN_CODE = [
    (re.compile(r"#\s*pragma\s+omp"), "OpenMP pragma (LibTorch brings its own runtime: use at::parallel_for)"),
    (re.compile(r"(?i)(?:thread|worker)\w*(?:\([^;]*\))?\.detach\(\)"), "a detached thread"),
    (re.compile(r"\bprocessEvents\s*\(|\bBlockingQueuedConnection\b|\bQEventLoop\b"), "a nested event loop"),
]


def include_rule(path, target):
    """The rule that `#include target` breaks in the file `path`, or None."""
    in_core, in_ui = path.startswith("core/"), path.startswith(("ui/", "app/gui/"))
    if in_core and QT.match(target):
        return "core/ is free of Qt"
    if path.startswith(WITHOUT_TORCH) and HEAVY.match(target):
        return "no Torch and no OpenCV here"
    if target == "torch/torch.h" and not path.endswith(".cpp") and not path.startswith("tests/"):
        return "torch/torch.h only in a .cpp (a header uses ATen/core/Tensor.h)"
    if target == "qcustomplot.h" and not path.startswith(("ui/charts/", "tests/")):
        return "qcustomplot.h only in ui/charts/"
    layer = re.match(r"core/(\w+)/", target)
    if layer and in_ui and RANK.get(layer.group(1), 9) > RANK["api"]:
        return "the window knows only core/base, core/options and core/api"
    own = re.match(r"core/(\w+)/", path)
    if layer and own and RANK.get(layer.group(1), 9) > RANK.get(own.group(1), 9):
        return f"core/{own.group(1)} is below core/{layer.group(1)}"
    if target.startswith("ui/panels/") and re.match(r"ui/(?!panels/)\w+/", path):
        return "only panels and the main window know panels"
    if in_core and target.startswith(("ui/", "app/")) or in_ui and target.startswith("app/cli/"):
        return "a layer does not include what stands above it"
    return None


def source_problems(path, lines):
    tested = path.startswith(("core/", "ui/", "app/"))
    if tested and len(lines) > MAX_LINES:
        yield len(lines), f"{len(lines)} lines; {MAX_LINES} are the limit: split the file"
    if path.endswith(".h") and not any(line.startswith("#pragma once") for line in lines):
        yield 1, "a header without #pragma once"
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if found:
            rule = include_rule(path, found.group(2))
            if rule:
                yield number, f"includes {found.group(2)}: {rule}"
        elif tested:
            for pattern, name in FORBIDDEN_CODE:
                if pattern.search(line):
                    yield number, name


def problems(root):
    """Yields (path, line, rule) over the tree, in a fixed order."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
        for name in sorted(files):
            if not name.endswith(TEXTS) and name not in ("run",):
                continue
            full = os.path.join(folder, name)
            path = os.path.relpath(full, root).replace(os.sep, "/")
            with open(full, encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
            if name.endswith(SOURCES):
                for number, rule in source_problems(path, lines):
                    yield path, number, rule
            for number, line in enumerate(lines, 1):
                for pattern, rule in FORBIDDEN_TEXT:
                    if pattern.search(line):
                        yield path, number, rule


def main():
    if len(sys.argv) != 2 or not os.path.isdir(os.path.join(sys.argv[1], "core")):
        print(__doc__, file=sys.stderr)
        return 2
    count = 0
    for path, line, rule in problems(sys.argv[1]):
        print(f"{path}:{line}: {rule}")
        count += 1
    print(f"{count} violation{'' if count == 1 else 's'}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
