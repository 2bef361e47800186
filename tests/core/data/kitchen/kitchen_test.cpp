#include "core/data/kitchen/kitchen.h"

#include <set>

#include "core/base/files.h"
#include "core/data/csv.h"
#include "core/data/kitchen/render.h"
#include "core/image/decode.h"
#include "core/options/json.h"
#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::TempFolder;

KitchenOptions small() {
  KitchenOptions options;
  options.classes = 4;
  options.images = 80;
  options.imageSize = 48;
  options.users = 20;
  return options;
}

struct DescribedVisitor {
  template <class T>
  void operator()(std::string_view key, const T&, const Field& field) {
    EXPECT_FALSE(field.label.empty()) << key;
    EXPECT_GT(field.help.size(), 20U) << key;
  }
};

std::vector<std::string> filesOf(const std::filesystem::path& root) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(root).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(KitchenTest, WritesTheSameBytesForTheSameSeed) {
  const TempFolder folder;
  ASSERT_TRUE(synthKitchen(small(), folder / "a").ok());
  ASSERT_TRUE(synthKitchen(small(), folder / "b").ok());
  auto other = small();
  other.seed = 2;
  ASSERT_TRUE(synthKitchen(other, folder / "c").ok());
  const auto names = filesOf(folder / "a");
  EXPECT_EQ(names, filesOf(folder / "b"));
  EXPECT_EQ(names.size(), 80U + 32U + 7U);
  int differing = 0;
  for (const auto& name : names) {
    const auto bytes = readFile(folder / "a" / name).value();
    EXPECT_EQ(bytes, readFile(folder / "b" / name).value()) << name;
    differing += bytes != readFile(folder / "c" / name).value() ? 1 : 0;
  }
  EXPECT_GT(differing, 100);
}

TEST(KitchenTest, IsReadByTheListReader) {
  const TempFolder folder;
  ASSERT_TRUE(synthKitchen(small(), folder / "k").ok());
  const auto dataset = readDataset(test::optionsFor(folder / "k"));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->reader, "csv_list");
  EXPECT_EQ(dataset->classes.size(), 4U);
  EXPECT_EQ(dataset->tags.size(), 8U);
  EXPECT_EQ(test::countOf(*dataset, Split::train), 40);
  EXPECT_EQ(test::countOf(*dataset, Split::val), 8);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 32);
  EXPECT_TRUE(dataset->problems.empty());
  const auto strong = readDataset(test::optionsFor(folder / "k/strong.csv"));
  ASSERT_TRUE(strong.ok()) << strong.error().toString();
  EXPECT_EQ(test::countOf(*strong, Split::test), 32);
  EXPECT_EQ(strong->samples.size(), 32U);
  const auto picture = image::decodeFile(dataset->samples.front().path);
  ASSERT_TRUE(picture.ok());
  EXPECT_EQ(picture->size(), cv::Size(48, 48));
}

// Every factor is known: world.json tells of each picture what samples.csv tells, and how it was seen.
TEST(KitchenTest, TellsEveryFactor) {
  const TempFolder folder;
  ASSERT_TRUE(synthKitchen(small(), folder / "k").ok());
  const auto world = Json::parse(readFile(folder / "k/world.json").value());
  EXPECT_EQ(world["images"].size(), 112U);
  EXPECT_EQ(world["dishes"].size(), 4U);
  const auto table = parseCsv(readFile(folder / "k/samples.csv").value(), "samples.csv");
  std::map<std::string, std::string> tags;
  for (const auto& row : table.rows) tags[row.cells[0]] = row.cells[3];
  int strong = 0;
  for (const auto& image : world["images"]) {
    const auto name = image["file"].get<std::string>();
    if (name.starts_with("strong/")) {
      ++strong;
      EXPECT_EQ(image["nuisance"]["strength"], 0.85);
      continue;
    }
    EXPECT_EQ(join(image["ingredients"].get<std::vector<std::string>>(), "|"), tags.at(name));
  }
  EXPECT_EQ(strong, 32);
  const auto items = parseCsv(readFile(folder / "k/items.csv").value(), "items.csv");
  EXPECT_EQ(items.rows.size(), 80U);
  EXPECT_EQ(std::count_if(items.rows.begin(), items.rows.end(), [](const CsvRow& row) { return row.cells[3] == "1"; }),
            16);
}

TEST(KitchenTest, RefusesWhatCannotBe) {
  const TempFolder folder;
  auto wrong = small();
  wrong.classes = 1;
  wrong.imageSize = 5;
  const auto range = synthKitchen(wrong, folder / "x");
  ASSERT_FALSE(range.ok());
  EXPECT_EQ(range.error().code, ErrorCode::option);
  EXPECT_NE(range.error().toString().find("classes"), std::string::npos);
  EXPECT_NE(range.error().toString().find("imageSize"), std::string::npos) << "all problems at once";
  folder.write("full/file.txt", "keep me");
  const auto exists = synthKitchen(small(), folder / "full");
  ASSERT_FALSE(exists.ok());
  EXPECT_EQ(exists.error().code, ErrorCode::exists);
  EXPECT_TRUE(std::filesystem::exists(folder / "full/file.txt"));
}

// Contract of every options struct: JSON round trip, and each option says what it does.
TEST(KitchenTest, OptionsSpeakForThemselves) {
  auto options = small();
  options.nuisance = 0.25;
  KitchenOptions back;
  Problems problems;
  fromJson(toJson(options), back, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(toJson(back), toJson(options));
  DescribedVisitor visitor;
  KitchenOptions::visit(options, visitor);
}

TEST(KitchenTest, LeavesNothingWhenStopped) {
  const TempFolder folder;
  StopToken stop;
  const auto result = synthKitchen(
      small(), folder / "k", [&](std::int64_t, std::int64_t) {},
      [&] {
        stop.requestStop();
        return stop;
      }());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// An ingredient that is on the plate changes the picture, and different ingredients look different.
TEST(KitchenTest, EachIngredientIsVisible) {
  const auto world = makeKitchenWorld(12);
  KitchenScene empty;
  const cv::Mat plain = renderKitchen(world, empty, 64);
  std::vector<cv::Mat> pictures;
  for (int k = 0; k < 24; ++k) {
    KitchenScene scene;
    scene.ingredients = {k};
    scene.counts = {1};
    scene.glyphs = {{k, 0, 0, 0.4, 1}};
    pictures.push_back(renderKitchen(world, scene, 64));
    EXPECT_GT(cv::norm(pictures.back(), plain, cv::NORM_L1), 2500)
        << world.ingredients[static_cast<std::size_t>(k)].name;
  }
  for (std::size_t a = 0; a < pictures.size(); ++a) {
    for (std::size_t b = a + 1; b < pictures.size(); ++b) {
      EXPECT_GT(cv::norm(pictures[a], pictures[b], cv::NORM_L1), 900) << a << " and " << b;
    }
  }
}

TEST(KitchenTest, ManyDishesWork) {
  const TempFolder folder;
  for (const int classes : {2, 5, 40}) {
    auto options = small();
    options.classes = classes;
    options.images = 4 * classes;
    const auto out = folder / ("k" + std::to_string(classes));
    ASSERT_TRUE(synthKitchen(options, out).ok()) << classes;
    const auto dataset = readDataset(test::optionsFor(out));
    ASSERT_TRUE(dataset.ok()) << classes;
    EXPECT_EQ(static_cast<int>(dataset->classes.size()), classes);
  }
}

}  // namespace
}  // namespace marcie::data
