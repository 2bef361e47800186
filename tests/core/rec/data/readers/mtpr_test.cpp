#include <torch/torch.h>

#include "core/base/random.h"
#include "core/nn/npy.h"
#include "core/rec/data/matrix_features.h"
#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::DataFolder;

// What numpy.save writes, opcode by opcode (protocol 3).
class PickleBytes {
 public:
  static std::string number(int value) { return std::string("K") + static_cast<char>(value); }
  static std::string text(const std::string& value) {
    return std::string("X") + static_cast<char>(value.size()) + std::string(3, '\0') + value;
  }
  static std::string list(const std::vector<int>& values) {
    std::string bytes = "](";
    for (const int value : values) bytes += number(value);
    return bytes + "e";
  }
  static std::string lists(const std::vector<std::vector<int>>& values) {
    std::string bytes = "](";
    for (const auto& value : values) bytes += list(value);
    return bytes + "e";
  }
  static std::string type(const std::string& name, const std::string& order) {
    return "cnumpy\ndtype\n" + text(name) + number(0) + number(1) + "\x87R(" + number(3) + text(order) +
           "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xff" + number(0) + "tb";
  }
  // `content`: the pickled bytes or list. `shape`: pickled numbers within a mark.
  static std::string array(const std::string& shape, const std::string& dtype, const std::string& content) {
    return "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n" + number(0) + "\x85" +
           std::string(
               "C\x01"
               "b",
               3) +
           "\x87R(" + number(1) + "(" + shape + "t" + dtype + "\x89" + content + "tb";
  }
  static std::string bytes(const std::string& value) {
    return std::string("C") + static_cast<char>(value.size()) + value;
  }
  static std::string npy(const std::string& pickled) {
    std::string header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }";
    header.append(128 - 10 - header.size() - 1, ' ');
    header += '\n';
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header + "\x80\x03" +
           pickled + ".";
  }
};

std::string dictionary(const std::string& train) {
  using P = PickleBytes;
  const at::Tensor features = torch::arange(8, torch::kFloat);
  const std::string raw(static_cast<const char*>(features.data_ptr()), 32);
  const std::string feat = P::array(P::number(4) + P::number(2), P::type("f4", "<"), P::bytes(raw));
  const std::string dict = "}(" + P::text("train") + train + P::text("val") + P::lists({{2}, {}}) + P::text("test") +
                           P::lists({{3}, {2}}) + P::text("feat") + feat + "u";
  return P::npy(P::array("", P::type("O8", "|"), "]" + dict + "a"));
}

TEST(MtprTest, ReadsADictionaryOfListsAndItsFeatures) {
  const DataFolder folder;
  // The second user's list is an array of int32.
  const std::int32_t items[2] = {1, 0};
  const std::string array =
      PickleBytes::array(PickleBytes::number(2), PickleBytes::type("i4", "<"),
                         PickleBytes::bytes(std::string(reinterpret_cast<const char*>(items), sizeof items)));
  folder.write("men.npy", dictionary("](" + PickleBytes::list({0, 1}) + array + "e"));
  const auto data = readRecData((folder / "men.npy").string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "mtpr");
  EXPECT_EQ(data->userCount(), 2);
  EXPECT_EQ(data->itemCount(), 4);
  EXPECT_EQ(std::count(data->given.begin(), data->given.end(), Part::train), 4);
  EXPECT_EQ(std::count(data->given.begin(), data->given.end(), Part::validation), 1);
  EXPECT_EQ(std::count(data->given.begin(), data->given.end(), Part::test), 2);
  RecFeatureOptions options;
  options.kind = RecFeatureKind::matrix;
  const auto matrix = openMatrix(*data, options);
  ASSERT_TRUE(matrix.ok()) << matrix.error().toString();
  EXPECT_EQ(matrix->rows.size(1), 2);
  EXPECT_FLOAT_EQ(matrix->rows[3][1].item<float>(), 7);
}

TEST(MtprTest, ReadsPairsOfPlainNumbers) {
  const DataFolder folder;
  ASSERT_TRUE(
      nn::writeNpy(folder / "train.npy", torch::tensor({0, 1, 0, 2, 1, 1}, torch::kInt32).reshape({3, 2})).ok());
  ASSERT_TRUE(nn::writeNpy(folder / "test.npy", torch::tensor({1, 3}, torch::kInt64).reshape({1, 2})).ok());
  ASSERT_TRUE(nn::writeNpy(folder / "feat.npy", torch::ones({5, 2})).ok());
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->itemCount(), 5);
  EXPECT_EQ(data->interactions.size(), 4U);
  EXPECT_EQ(data->features, (folder / "feat.npy").string());
}

TEST(MtprTest, RunsNothingAndNamesWhatAFileWantsToCall) {
  const DataFolder folder;
  folder.write("evil.npy", PickleBytes::npy("cos\nsystem\n" + PickleBytes::text("true") + "\x85R"));
  const auto evil = readRecData((folder / "evil.npy").string());
  ASSERT_FALSE(evil.ok());
  EXPECT_EQ(evil.error().code, ErrorCode::format);
  EXPECT_NE(evil.error().toString().find("wants to call os.system"), std::string::npos) << evil.error().toString();

  folder.write("odd.npy", dictionary(PickleBytes::text("no list")));
  const auto odd = readRecData((folder / "odd.npy").string());
  ASSERT_FALSE(odd.ok());
  EXPECT_NE(odd.error().toString().find("'train' of odd.npy is no list of lists"), std::string::npos)
      << odd.error().toString();

  folder.write("cut.npy", dictionary(PickleBytes::lists({{1}})).substr(0, 260));
  EXPECT_FALSE(readRecData((folder / "cut.npy").string()).ok());
}

// Whatever the bytes are: data or an error, never a crash.
TEST(MtprTest, SurvivesDamagedBytes) {
  const DataFolder folder;
  const std::string good = dictionary(PickleBytes::lists({{0, 1}, {1}}));
  Rng rng(3);
  RecFeatureOptions options;
  options.kind = RecFeatureKind::matrix;
  for (int round = 0; round < 400; ++round) {
    std::string bytes = good;
    for (int k = 0; k < 4; ++k) bytes[130 + rng.below(bytes.size() - 130)] = static_cast<char>(rng.below(256));
    folder.write("damaged.npy", bytes);
    const auto data = readRecData((folder / "damaged.npy").string());
    if (!data.ok() || data->features.empty()) continue;
    const auto matrix = openMatrix(*data, options);
    if (matrix.ok()) {
      EXPECT_EQ(matrix->rows.size(0), data->itemCount());
    }
  }
}

}  // namespace
}  // namespace marcie::rec
