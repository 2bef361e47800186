#!/usr/bin/env python3
"""Every rule of source_lint.py catches a sample that breaks it, and lets a clean one pass."""
import os
import tempfile
import unittest

import source_lint

HEADER = "#pragma once\n"


class SourceLintTest(unittest.TestCase):
    def lint(self, path, text):
        with tempfile.TemporaryDirectory() as root:
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
            return list(source_lint.problems(root))

    def assert_caught(self, path, text, words):
        found = self.lint(path, text)
        self.assertEqual(len(found), 1, f"{path}: {found}")
        self.assertEqual(found[0][0], path)
        self.assertIn(words, found[0][2])

    def assert_clean(self, path, text):
        self.assertEqual(self.lint(path, text), [])

    def test_core_is_free_of_qt(self):
        for target in ("<QString>", "<QtCore/QFile>", "<qwidget.h>"):
            self.assert_caught("core/data/reader.cpp", f"#include {target}\n", "free of Qt")
        self.assert_clean("core/data/reader.cpp", "#include <queue>\n")
        self.assert_clean("ui/panels/data_panel.cpp", "#include <QString>\n")

    def test_torch_and_opencv_stay_out_of_window_and_api(self):
        for path in ("ui/bridge/engine_client.cpp", "core/base/files.cpp", "core/options/json.cpp",
                     "core/api/frames.cpp", "app/gui/main.cpp"):
            for target in ("<torch/torch.h>", "<ATen/core/Tensor.h>", "<c10/core/Device.h>", "<opencv2/core.hpp>"):
                self.assert_caught(path, f"#include {target}\n", "no Torch and no OpenCV")
        self.assert_clean("core/nn/tensors.cpp", "#include <torch/torch.h>\n")

    def test_torch_umbrella_header_only_in_sources(self):
        self.assert_caught("core/nn/tensors.h", HEADER + "#include <torch/torch.h>\n", "only in a .cpp")
        self.assert_clean("core/nn/tensors.h", HEADER + "#include <ATen/core/Tensor.h>\n")

    def test_qcustomplot_only_in_charts(self):
        self.assert_caught("ui/panels/curves_panel.cpp", "#include <qcustomplot.h>\n", "ui/charts")
        self.assert_clean("ui/charts/line_plot.cpp", "#include <qcustomplot.h>\n")

    def test_layers_point_down(self):
        self.assert_caught("core/data/loader.cpp", '#include "core/train/task.h"\n', "below core/train")
        self.assert_caught("core/api/frames.cpp", '#include "core/image/decode.h"\n', "below core/image")
        self.assert_caught("core/train/trainer.cpp", '#include "ui/bridge/engine_client.h"\n', "stands above")
        self.assert_caught("ui/panels/data_panel.cpp", '#include "core/data/reader.h"\n', "window knows only")
        self.assert_caught("ui/models/comparison.cpp", '#include "ui/panels/panel.h"\n', "know panels")
        self.assert_clean("ui/main_window.h", HEADER + '#include "ui/panels/panel.h"\n')
        self.assert_clean("ui/panels/log_panel.h", HEADER + '#include "ui/panels/panel.h"\n')
        self.assert_clean("core/train/trainer.cpp", '#include "core/data/batch.h"\n')
        self.assert_caught("core/rec/eval/ranking.cpp", '#include "core/train/task.h"\n', "core/rec is below core/train")
        self.assert_caught("core/nn/npy.cpp", '#include "core/rec/data/split.h"\n', "core/nn is below core/rec")
        self.assert_clean("core/rec/data/split.cpp", '#include "core/nn/npy.h"\n')
        self.assert_clean("core/train/trainer.cpp", '#include "core/rec/data/split.h"\n')
        self.assert_clean("ui/panels/data_panel.cpp", '#include "core/api/protocol.h"\n')

    def test_sizes(self):
        self.assert_caught("core/nn/big.cpp", "int x;\n" * 401, "401 lines")
        self.assert_clean("core/nn/big.cpp", "int x;\n" * 400)
        self.assert_clean("tests/core/nn/big_test.cpp", "int x;\n" * 401)

    def test_header_guard(self):
        self.assert_caught("core/nn/tensors.h", "int x();\n", "#pragma once")

    def test_threads_and_event_loops(self):
        self.assert_caught("core/data/loader.cpp", "  std::thread(work).detach();\n", "detached thread")
        self.assert_caught("core/data/loader.cpp", "  workerThread_.detach();\n", "detached thread")
        self.assert_clean("core/nn/loss.cpp", "  const auto fixed = target.detach();\n")
        self.assert_caught("ui/tour.cpp", "  QCoreApplication::processEvents();\n", "nested event loop")
        self.assert_caught("core/nn/loss.cpp", "#pragma omp parallel\n", "OpenMP")

    def test_texts_that_do_not_belong(self):
        self.assert_caught("README.md", "See /ho" + "me/ada/marcie\n", "somebody's machine")
        self.assert_caught("tests/a_test.cpp", 'open("/t' + 'mp/marcie")\n', "somebody's machine")
        self.assert_caught("packaging/setup.sh", "pip --index https://py" + "pi.org\n", "registry")
        self.assert_caught("core/nn/loss.cpp", "// TO" + "DO: later\n", "unfinished")
        self.assert_clean("README.md", "Runs are in ~/.local/share/marcie; templates/" + "work/x is fine.\n")


if __name__ == "__main__":
    unittest.main()
