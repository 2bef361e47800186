#include "core/train/pth.h"

#include <chrono>
#include <filesystem>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/base/random.h"
#include "tests/core/train/pth_fixtures.h"
#include "tests/support/temp_folder.h"

namespace marcie::train {
namespace {

using namespace fixtures;
using marcie::testing::readText;
using marcie::testing::writeText;

constexpr auto kFuzzTime = std::chrono::milliseconds(700);

class PthTest : public ::testing::Test {
 protected:
  std::filesystem::path file() const { return folder_ / "weights.pth"; }
  void expectRefused(const std::string& pickled, std::string_view because,
                     const Records& more = {{"data/0", floats({1, 2, 3, 4, 5, 6})}}) {
    Records records{{"data.pkl", pickled}};
    records.insert(records.end(), more.begin(), more.end());
    writeZip(file(), records);
    const auto read = readPth(file());
    ASSERT_FALSE(read.ok()) << because;
    EXPECT_EQ(read.error().code, ErrorCode::format);
    EXPECT_NE(read.error().message.find(because), std::string::npos) << read.error().message;
  }
  // One tensor called "w" on a storage of six floats.
  static std::string oneTensor(std::int64_t offset, const std::vector<std::int64_t>& sizes,
                               const std::vector<std::int64_t>& strides, std::int64_t elements = 6) {
    return pickle(dict({{"w", tensor(storage("FloatStorage", "0", elements), offset, sizes, strides)}}));
  }
  marcie::testing::TempFolder folder_;
};

TEST_F(PthTest, EveryTypeAndShapeComesBack) {
  torch::manual_seed(1);
  TensorFile out;
  for (const auto type : {at::kFloat, at::kDouble, at::kHalf, at::kBFloat16, at::kLong, at::kInt, at::kShort, at::kChar,
                          at::kByte, at::kBool}) {
    out.tensors.emplace_back(c10::toString(type), (torch::rand({2, 3}) * 100).to(type));
  }
  out.tensors.emplace_back("scalar", torch::tensor(2.5));
  out.tensors.emplace_back("empty", torch::zeros({0, 4}));
  out.tensors.emplace_back("strided", torch::rand({4, 6}).t());
  ASSERT_TRUE(writePth(file(), out).ok());
  EXPECT_TRUE(looksLikePth(file()));
  const auto in = readWeights(file());
  ASSERT_TRUE(in.ok()) << in.error().toString();
  ASSERT_EQ(in->tensors.size(), out.tensors.size());
  for (std::size_t i = 0; i < out.tensors.size(); ++i) {
    EXPECT_EQ(in->tensors[i].first, out.tensors[i].first);
    EXPECT_EQ(in->tensors[i].second.scalar_type(), out.tensors[i].second.scalar_type());
    EXPECT_TRUE(torch::equal(in->tensors[i].second, out.tensors[i].second)) << out.tensors[i].first;
  }
  EXPECT_FALSE(writePth(file(), {{{"a", torch::rand({1})}, {"a", torch::rand({1})}}, {}}).ok());
}

TEST_F(PthTest, ViewsOfOneStorageAndCompressedRecordsAreRead) {
  const std::string shared = storage("FloatStorage", "0", 6);
  writeZip(file(),
           {{"data.pkl", pickle(dict({{"module.rows", tensor(shared, 0, {2, 3}, {3, 1})},
                                      {"module.turned", tensor(shared, 0, {3, 2}, {1, 3})},
                                      {"module.last", tensor(shared, 5, {}, {})}}))},
            {"data/0", floats({1, 2, 3, 4, 5, 6})}},
           /*compress=*/true);
  const auto in = readPth(file());
  ASSERT_TRUE(in.ok()) << in.error().toString();
  const at::Tensor rows = in->find("rows");  // "module." before every name is gone
  ASSERT_TRUE(rows.defined());
  EXPECT_TRUE(torch::equal(rows, torch::tensor({{1.F, 2.F, 3.F}, {4.F, 5.F, 6.F}})));
  EXPECT_TRUE(torch::equal(in->find("turned"), rows.t()));
  EXPECT_EQ(in->find("last").item<float>(), 6);
}

TEST_F(PthTest, WhatTrainingScriptsPutAroundIsLookedThrough) {
  const std::string weights = dict({{"w", tensor(storage("FloatStorage", "0", 6), 0, {6}, {1})}});
  const std::string parameter =
      dict({{"w", "ctorch._utils\n_rebuild_parameter\n(" + tensor(storage("FloatStorage", "0", 6), 0, {6}, {1}) +
                      "\x88"
                      "ccollections\nOrderedDict\n)RtR"}});
  for (const std::string& whole :
       {dict({{"epoch", number(3)}, {"state_dict", weights}}), dict({{"model", weights}, {"lr", "N"}}),
        dict({{"size", "ctorch\nSize\n(" + numbers({1, 2}) + "tR"}, {"w2", "N"}, {"model_state_dict", parameter}}),
        weights + "}(" + text("_metadata") + dict({{"version", number(1)}}) + "ub"}) {
    writeZip(file(), {{"data.pkl", pickle(whole)}, {"data/0", floats({1, 2, 3, 4, 5, 6})}});
    const auto in = readPth(file());
    ASSERT_TRUE(in.ok()) << in.error().toString();
    ASSERT_EQ(in->tensors.size(), 1U);
    EXPECT_EQ(in->find("w").sum().item<float>(), 21);
  }
}

TEST_F(PthTest, CodeIsRefusedByName) {
  const std::string victim = (folder_ / "victim").string();
  const std::string order = "touch " + victim;
  // What pickle.dumps gives for an object whose __reduce__ is (os.system, (order,)).
  expectRefused(pickle("cposix\nsystem\n(" + text(order) + "tR"), "posix.system");
  expectRefused(pickle(dict({{"w", "cbuiltins\nexec\n(" + text(order) + "tR"}})), "builtins.exec");
  // By protocol 4: both names from the stack.
  expectRefused("\x80\x04" + text("subprocess") + text("Popen") + "\x93(" + text(order) + "tR.", "subprocess.Popen");
  // By the oldest form of a call, and by a class.
  expectRefused(pickle("(" + text(order) + "iposix\nsystem\n"), "posix.system");
  expectRefused(pickle("ctorchvision.models.resnet\nResNet\n)\x81}b"), "torchvision.models.resnet.ResNet");
  // Names that look like known ones.
  expectRefused(pickle("ctorch\nFloatStorage.from_file\n)R"), "torch.FloatStorage.from_file");
  expectRefused(pickle("ctorch.storage\n_load_from_bytes\n)R"), "_load_from_bytes");
  expectRefused(pickle("ctorch\nload\n)R"), "torch.load");
  // Known names are only called for what they are.
  expectRefused(pickle("ctorch\nFloatStorage\n)R"), "torch.FloatStorage");
  EXPECT_FALSE(std::filesystem::exists(victim));
  const auto refused = readPth(file());
  EXPECT_NE(refused.error().hint.find("state_dict"), std::string::npos) << "what to do";
  // What the file says cannot speak to the terminal.
  expectRefused(pickle("cposix\x1b[31m\nsystem\n)R"), "posix?[31m.system");
}

TEST_F(PthTest, LyingTensorsAreRefused) {
  expectRefused(oneTensor(0, {7}, {1}), "larger");
  expectRefused(oneTensor(1, {6}, {1}), "larger");
  expectRefused(oneTensor(0, {2, 3}, {4, 1}), "larger");
  expectRefused(oneTensor(0, {100}, {0}), "larger");
  expectRefused(oneTensor(0, {std::int64_t{1} << 40, std::int64_t{1} << 40}, {1, 1}), "larger");
  expectRefused(oneTensor(0, {2, 2}, {std::int64_t{1} << 62, std::int64_t{1} << 62}), "larger");
  expectRefused(oneTensor(std::int64_t{1} << 62, {1}, {1}), "larger");
  expectRefused(oneTensor(7, {0}, {1}), "larger");
  expectRefused(oneTensor(-1, {1}, {1}), "shape");
  expectRefused(oneTensor(0, {-2}, {1}), "shape");
  expectRefused(oneTensor(0, {2}, {-1}), "shape");
  expectRefused(oneTensor(0, {2, 3}, {1}), "shape");
  expectRefused(oneTensor(0, {6}, {1}, 7), "another size");
  expectRefused(oneTensor(0, {6}, {1}, -6), "another size");
  expectRefused(oneTensor(0, {6}, {1}), "data/0", {});
  expectRefused(pickle(dict({{"w", tensor(storage("ComplexFloatStorage", "0", 3), 0, {3}, {1})}})), "type");
  expectRefused(pickle(dict({{"w", tensor(storage("FloatStorage", "../../etc/passwd", 6), 0, {6}, {1})}})), "missing");
}

TEST_F(PthTest, DamagedPicklesAreRefused) {
  expectRefused("", "ends");
  expectRefused("\x80\x02", "ends");
  expectRefused("\x80\x09}.", "protocol");
  expectRefused("\x80\x02.", "stack");
  expectRefused(pickle("t"), "mark");
  expectRefused(pickle("q\x01"), "stack");
  expectRefused(pickle("h\x05"), "refers");
  expectRefused(pickle("}(" + text("a") + "u"), "items");
  expectRefused(pickle("N" + text("a") + "N" + "s"), "items");
  expectRefused(pickle(number(1) + ")R"), "calls");
  expectRefused(pickle(number(1) + "Q"), "storage");
  expectRefused(pickle("X\xff\xff\xff\x7f"), "ends");
  expectRefused(pickle("\x8e\xff\xff\xff\xff\xff\xff\xff\xff"), "ends");
  expectRefused(pickle("Ia\n"), "opcode");
  expectRefused(pickle("N"), "no dictionary");
  expectRefused(pickle(dict({{"epoch", number(3)}})), "no dictionary");
  expectRefused(pickle("}(" + number(1) + tensor(storage("FloatStorage", "0", 6), 0, {6}, {1}) + "u"), "name");
  // A list in itself, and one that is a thousand deep: read without end, or without stack, they would crash.
  expectRefused(pickle("]q\x01h\x01"
                       "a"),
                "no dictionary");
  std::string deep = std::string(200000, ']') + std::string(199999, 'a');
  expectRefused(pickle(deep), "no dictionary");
}

TEST_F(PthTest, OtherFilesSayWhatTheyAre) {
  const auto messageOf = [&] { return readPth(file()).error().toString(); };
  EXPECT_EQ(readPth(file()).error().code, ErrorCode::notFound);
  writeText(file(),
            std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15) + "\x80\x02M\xe9\x03.");
  EXPECT_NE(messageOf().find("before 1.6"), std::string::npos) << messageOf();
  EXPECT_NE(messageOf().find("torch.save"), std::string::npos) << "how to save it again";
  writeText(file(), std::string(257, 'x') + "ustar");
  EXPECT_NE(messageOf().find("before 1.6"), std::string::npos) << messageOf();
  writeText(file(), "hello");
  EXPECT_NE(messageOf().find("no zip"), std::string::npos) << messageOf();
  writeZip(file(), {{"data.pkl", pickle("}")}, {"constants.pkl", pickle(")")}});
  EXPECT_NE(messageOf().find("torchscript"), std::string::npos) << messageOf();
  writeZip(file(), {{"other", "x"}});
  EXPECT_NE(messageOf().find("data.pkl"), std::string::npos) << messageOf();
  writeZip(file(),
           {{"data.pkl", oneTensor(0, {6}, {1})}, {"byteorder", "big"}, {"data/0", floats({1, 2, 3, 4, 5, 6})}});
  EXPECT_NE(messageOf().find("little-endian"), std::string::npos) << messageOf();
}

TEST_F(PthTest, EveryTruncationIsRefused) {
  ASSERT_TRUE(writePth(file(), {{{"a", torch::rand({5})}, {"b", torch::rand({3, 2})}}, {}}).ok());
  const std::string whole = readText(file());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    writeText(file(), std::string_view(whole).substr(0, length));
    EXPECT_FALSE(readPth(file()).ok()) << length;
  }
}

TEST_F(PthTest, SurvivesRandomDamage) {
  writeZip(file(), {{"data.pkl", oneTensor(0, {2, 3}, {3, 1})}, {"data/0", floats({1, 2, 3, 4, 5, 6})}});
  const std::string whole = readText(file());
  const std::string description = oneTensor(0, {2, 3}, {3, 1});
  const auto end = std::chrono::steady_clock::now() + kFuzzTime;
  int refused = 0, rounds = 0;
  for (std::uint64_t seed = 0; std::chrono::steady_clock::now() < end; ++seed, ++rounds) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Rng rng(seed);
    // Half of the damage goes to the archive, half to the pickle in a whole archive.
    std::string bytes = rng.chance(0.5) ? whole : description;
    const bool archive = bytes.size() == whole.size();
    for (std::uint64_t i = 0, n = 1 + rng.below(4); i < n; ++i) {
      const std::size_t at = rng.below(bytes.size());
      if (rng.chance(0.8)) {
        bytes[at] = static_cast<char>(rng.next());
      } else {
        bytes.insert(at, bytes.substr(rng.below(bytes.size()), rng.below(16)));
      }
    }
    if (archive) {
      writeText(file(), bytes);
    } else {
      writeZip(file(), {{"data.pkl", bytes}, {"data/0", floats({1, 2, 3, 4, 5, 6})}});
    }
    const auto read = readPth(file());  // must come back, with a value or with an error
    if (read.ok()) {
      for (const auto& [name, tensor] : read->tensors) EXPECT_LE(tensor.numel(), 6) << name;
    } else {
      EXPECT_FALSE(read.error().message.empty());
      ++refused;
    }
  }
  EXPECT_GT(rounds, 50);
  EXPECT_GT(refused, rounds / 10);
}

}  // namespace
}  // namespace marcie::train
