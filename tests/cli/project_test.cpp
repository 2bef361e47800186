// Maps and embeddings as a person at a terminal makes them.
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include "core/base/files.h"
#include "tests/cli/cli_harness.h"

namespace marcie::cli {
namespace {

class ProjectTest : public CliTest {
 protected:
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  // A NumPy file of [rows, columns] float32 in two groups, written without the program's own writer.
  static std::string writePoints(const std::string& name, int rows, int columns, bool withHole = false) {
    std::vector<float> values;
    for (int i = 0; i < rows; ++i) {
      for (int c = 0; c < columns; ++c) {
        values.push_back(static_cast<float>((i % 2) * 20 + std::sin(i * 12.9898 + c * 78.233) * 2));
      }
    }
    if (withHole) values[static_cast<std::size_t>(3 * columns)] = std::numeric_limits<float>::quiet_NaN();
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                         std::to_string(columns) + "), }";
    header.resize(118 - 1, ' ');
    header += '\n';
    std::ofstream file(path(name), std::ios::binary);
    file.write("\x93NUMPY\x01\x00", 8);
    file.put(static_cast<char>(header.size() & 0xFFU)).put(static_cast<char>(header.size() >> 8U));
    file << header;
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(float)));
    return path(name).string();
  }
  static std::string bytes(const std::string& name) {
    const auto read = readFile(path(name));
    return read ? *read : std::string();
  }
};

TEST_F(ProjectTest, TheSameSeedGivesTheSameFileForAnyNumberOfThreads) {
  const std::string points = writePoints("x.npy", 400, 10);
  for (const std::string method : {"pca", "tsne", "umap"}) {
    const auto make = [&](const std::string& out, const char* threads, const char* seed) {
      return run({"project", points, "--method", method, "--seed", seed, "--threads", threads, "--set",
                  "tsne.iterations=50", "--set", "umap.epochs=30", "--out", path(out).string()});
    };
    const auto first = make("a.npy", "1", "4");
    ASSERT_EQ(first.exitCode, 0) << first.err;
    EXPECT_TRUE(has(first.out, "400 x 2"));
    ASSERT_EQ(make("b.npy", "2", "4").exitCode, 0);
    EXPECT_EQ(bytes("a.npy").size(), 128 + 400 * 2 * sizeof(float));
    EXPECT_EQ(bytes("a.npy"), bytes("b.npy")) << method;
    if (method == "pca") continue;
    ASSERT_EQ(make("c.npy", "2", "5").exitCode, 0);
    EXPECT_NE(bytes("a.npy"), bytes("c.npy")) << method;
  }
}

TEST_F(ProjectTest, SaysHowGoodTheMapIsAndWhatWasLeftOut) {
  const std::string points = writePoints("hole.npy", 60, 6, true);
  const auto ending =
      run({"project", points, "--method", "tsne", "--out", path("y.npy").string(), "--json", path("y.json").string()});
  ASSERT_EQ(ending.exitCode, 0) << ending.err;
  EXPECT_TRUE(has(ending.err, "1 of 60 points are left out")) << ending.err;
  EXPECT_TRUE(has(ending.err, "row 3 ")) << ending.err;
  EXPECT_TRUE(has(ending.err, "the perplexity is lowered from 30 to 19.3")) << ending.err;
  const auto json = parseJsonText(bytes("y.json"));
  ASSERT_TRUE(json.ok());
  EXPECT_GT(json->at("trustworthiness").get<double>(), 0.7);
  EXPECT_EQ(json->at("leftOut"), Json::array({3}));
  EXPECT_EQ(json->at("notes").size(), 2U);
  EXPECT_TRUE(json->contains("divergence"));
}

TEST_F(ProjectTest, WrongUseIsExplained) {
  const std::string points = writePoints("small.npy", 20, 4);
  const std::string out = path("never.npy").string();
  auto ending = run({"project", points, "--method", "tsnee", "--out", out});
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_TRUE(has(ending.err, "did you mean 'tsne'?")) << ending.err;
  ending = run(
      {"project", points, "--method", "tsne", "--set", "tsne.perplexity=0.5", "--set", "umap.minDst=1", "--out", out});
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_TRUE(has(ending.err, "tsne.perplexity") || has(ending.err, "minDst")) << ending.err;
  ending = run({"project", path("nothing.npy").string(), "--method", "pca", "--out", out});
  EXPECT_EQ(ending.exitCode, 3);
  ending = run({"project", points, "--out", out});
  EXPECT_EQ(ending.exitCode, 2);
  EXPECT_FALSE(std::filesystem::exists(out));
  ending = run({"project", "--help-options"});
  EXPECT_EQ(ending.exitCode, 0);
  for (const char* key : {"metric", "search", "tsne.perplexity", "umap.neighbours", "pca.components"}) {
    EXPECT_TRUE(has(ending.out, key)) << key;
  }
}

TEST_F(ProjectTest, EmbedWritesASpaceOfARunAndItsIndex) {
  const auto folder = path("embedded");
  const auto trained = testing::runProgram(trainCommand(folder, 1), options());
  ASSERT_EQ(trained.exitCode, 0) << trained.err;
  const auto ending = run({"embed", folder.string(), "--space", "aligned", "--split", "test", "--out",
                           path("z.npy").string(), "--index", path("z.csv").string()});
  ASSERT_EQ(ending.exitCode, 0) << ending.err;
  const std::string csv = bytes("z.csv");
  EXPECT_TRUE(csv.starts_with("path,label,split,prediction,confidence\n"));
  const auto rows = std::count(csv.begin(), csv.end(), '\n') - 1;
  EXPECT_TRUE(has(ending.out, std::to_string(rows) + " x ")) << ending.out;
  EXPECT_GT(rows, 0);
  // What embed writes, project reads.
  EXPECT_EQ(run({"project", path("z.npy").string(), "--method", "pca", "--out", path("map.npy").string()}).exitCode, 0);
  const auto wrong = run({"embed", folder.string(), "--space", "visuall", "--out", path("w.npy").string()});
  EXPECT_EQ(wrong.exitCode, 2);
  EXPECT_TRUE(has(wrong.err, "did you mean 'visual'?")) << wrong.err;
}

}  // namespace
}  // namespace marcie::cli
