// "hello": the first request. Says who answers and where things are; may move the runs folder.
#include <unistd.h>

#include "core/api/frames.h"
#include "core/engine/handler.h"
#include "core/engine/machine.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::HelloReply> answerHello(const protocol::Hello& request, Query& query) {
  if (request.protocol != kProtocolVersion) {
    return Error{ErrorCode::protocol,
                 "the window speaks protocol version " + std::to_string(request.protocol) + ", this engine version " +
                     std::to_string(kProtocolVersion),
                 "Install the same version of Marcie on both sides",
                 {}};
  }
  if (!request.runsRoot.empty()) query.session.setRunsRoot(request.runsRoot);
  const Machine machine = thisMachine();
  protocol::HelloReply reply;
  reply.protocol = kProtocolVersion;
  reply.version = MARCIE_VERSION;
  reply.pid = ::getpid();
  reply.device = machine.device();
  reply.threads = machine.threads;
  reply.memoryBytes = machine.memoryBytes;
  reply.runsRoot = query.session.runsRoot().string();
  reply.sampleRoot = query.session.sampleRoot().string();
  return reply;
}

}  // namespace

const Handler& helloEntry() {
  static const Handler entry = typedHandler<protocol::Hello, answerHello>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
