// marcie-cli serve: the engine behind the window.
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/engine/server.h"

namespace marcie::cli {
namespace {

struct ServeOptions {
  std::string runsRoot;
};

Result<ExitCode> serve(const ServeOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  // Nothing but frames may reach the window: standard output moves to a private descriptor, and whatever a library
  // prints goes to standard error.
  const int output = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (output < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
    return Error{ErrorCode::io, "standard output is not open", {}, {}};
  }
  engine::SessionOptions session;
  session.runsRoot = options.runsRoot;
  engine::Server server(STDIN_FILENO, output, std::move(session));
  return server.run() == 0 ? ExitCode::done : ExitCode::failed;
}

}  // namespace

void addServe(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<ServeOptions>();
  auto* command = app.add_subcommand("serve", "Answer the window: MessagePack frames on standard input and output");
  command->add_option("--runs", options->runsRoot, "Folder for new runs (default: the user's data folder)");
  command->callback([options, &exit] { exit = report([&] { return serve(*options); }); });
}

}  // namespace marcie::cli
