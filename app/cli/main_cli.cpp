// marcie-cli: the whole program without a window.
#include <array>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/console.h"

namespace {

constexpr const char* kFooter =
    "Results go to standard output, messages to standard error.\n"
    "Exit codes: 0 done, 1 failed, 2 usage, 3 data, 4 interrupted.";

// On a busy machine, LibTorch's OpenMP threads burn the time that the others need by spinning; they can be told to
// sleep only before the library is loaded, hence the fresh start (same process, nothing done yet).
void sleepInsteadOfSpinning(char** argv) {
  if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) return;
  ::setenv("OMP_WAIT_POLICY", "passive", 1);
  ::execv("/proc/self/exe", argv);  // comes back only when it failed: then it just spins
}

}  // namespace

int main(int argc, char** argv) {
  using namespace marcie::cli;
  if (argc > 1 && std::string_view(argv[1]) == "train") sleepInsteadOfSpinning(argv);
  CLI::App app("Marcie: train and study multimodal recognition models", "marcie-cli");
  app.set_version_flag("--version", "marcie-cli " MARCIE_VERSION, "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.set_help_all_flag("--help-all", "Print the help of every command and exit");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  Exit exit = Exit::done;
  constexpr std::array kCommands{addInfo,       addData,    addTrain,     addEvaluate, addExplainLoss, addExperiment,
                                 addRobustness, addEncode,  addEmbed,     addExport,   addDiffuse,     addLens,
                                 addSamples,    addPredict, addRecommend, addProject,  addRuns,        addServe};
  for (const auto add : kCommands) add(app, exit);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    // Help and version are "errors" of CLI11 with code 0.
    return app.exit(failure) == 0 ? static_cast<int>(Exit::done) : static_cast<int>(Exit::usage);
  }
  return static_cast<int>(exit);
}
