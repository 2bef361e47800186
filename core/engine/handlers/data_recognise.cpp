// "data.recognise": whether pictures with classes, or users and items, lie at a path.
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/rec/data/reader.h"

namespace marcie::engine {
namespace {

Result<protocol::DataRecogniseReply> answerDataRecognise(const protocol::DataRecognise& request, Query& /*query*/) {
  RecDataOptions options;
  options.path = request.path;
  const rec::LayoutScores scores = rec::scoreLayout(options);
  protocol::DataRecogniseReply reply;
  reply.task = scores.areInteractions() ? kCierecTask : kMarnetTask;
  reply.pictures = scores.pictures;
  reply.interactions = scores.interactions;
  return reply;
}

}  // namespace

const Handler& dataRecogniseEntry() {
  static const Handler entry = typedHandler<protocol::DataRecognise, answerDataRecognise>(Lane::inspect);
  return entry;
}

}  // namespace marcie::engine
