#include <algorithm>
#include <fstream>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class PredictFolderTest : public EngineTest {};

TEST_F(PredictFolderTest, WritesARowForEveryPicture) {
  protocol::PredictFolder request;
  request.run = trainedRun(engine).root().string();
  const auto folder = engine.path() / "some";
  std::filesystem::create_directories(folder / "deep");
  std::filesystem::copy_file(somePicture(engine), folder / "a.png");
  std::filesystem::copy_file(somePicture(engine), folder / "deep" / "b.png");
  std::ofstream(folder / "broken.jpg") << "no picture";
  request.folder = folder.string();
  request.file = (engine.path() / "out.csv").string();
  request.top = 2;
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->pictures, 3);
  EXPECT_EQ(reply->failed, 1);
  std::ifstream file(request.file);
  std::string line;
  std::vector<std::string> lines;
  while (std::getline(file, line)) lines.push_back(line);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "path,label,prediction,probability,prediction_2,probability_2,annotations,error");
  EXPECT_NE(lines[1].find("a.png"), std::string::npos);
  EXPECT_NE(lines[2].find("broken.jpg"), std::string::npos);
  EXPECT_TRUE(lines[1].ends_with(",,")) << lines[1];
  EXPECT_FALSE(lines[2].ends_with(",")) << "the reason: " << lines[2];

  request.folder = (engine.path() / "nowhere").string();
  EXPECT_EQ(client().call(request).error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
