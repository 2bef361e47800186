#include "core/data/kitchen/kitchen.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <unistd.h>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "core/data/kitchen/render.h"
#include "core/data/kitchen/taste.h"
#include "core/data/kitchen/world.h"
#include "core/image/decode.h"
#include "core/options/json.h"

namespace marcie::data {
namespace fs = std::filesystem;

namespace {

constexpr int kJpegQuality = 95;

struct Item {
  int dish = 0;
  Split split = Split::train;
  std::string image;   // relative path
  std::string strong;  // of the second copy; empty unless it is a test picture
};

// Classes in turn; within each class the first half trains, a tenth validates, the rest tests.
std::vector<Item> plan(const KitchenOptions& options, const KitchenWorld& world) {
  std::vector<Item> items;
  for (int i = 0; i < options.images; ++i) {
    const int dish = i % options.classes;
    const int inClass = i / options.classes;
    const int ofClass = (options.images - dish + options.classes - 1) / options.classes;
    const int train = std::max(1, static_cast<int>(std::lround(0.5 * ofClass)));
    const int val = ofClass >= 3 ? std::max(1, static_cast<int>(std::lround(0.1 * ofClass))) : 0;
    Item item;
    item.dish = dish;
    item.split = inClass < train ? Split::train : inClass < train + val ? Split::val : Split::test;
    std::string number = std::to_string(inClass);
    number.insert(0, 5 - std::min<std::size_t>(5, number.size()), '0');
    const std::string name = world.dishes[static_cast<std::size_t>(dish)].name + "/" + number + ".jpg";
    item.image = "images/" + name;
    if (item.split == Split::test) item.strong = "strong/" + name;
    items.push_back(item);
  }
  return items;
}

Json namesOf(const KitchenWorld& world, const std::vector<int>& ingredients) {
  Json names = Json::array();
  for (const int k : ingredients) names.push_back(world.ingredients[static_cast<std::size_t>(k)].name);
  return names;
}

double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

Json describe(const KitchenNuisance& n) {
  return {{"strength", n.strength},
          {"turn", rounded(n.turn)},
          {"foreshortening", rounded(n.foreshortening)},
          {"perspective", {rounded(n.perspectiveX), rounded(n.perspectiveY)}},
          {"plateScale", rounded(n.plateScale)},
          {"shift", {rounded(n.shiftX), rounded(n.shiftY)}},
          {"parsley", n.parsley},
          {"cutlery", n.cutlery},
          {"blur", rounded(n.blur)},
          {"contrast", rounded(n.contrast)},
          {"lightRamp", rounded(n.lightRamp)},
          {"lightAngle", rounded(n.lightAngle)},
          {"brightness", rounded(n.brightness)},
          {"cast", {rounded(n.cast[0]), rounded(n.cast[1]), rounded(n.cast[2])}},
          {"noise", rounded(n.noise)}};
}

Json describe(const KitchenWorld& world, const KitchenScene& scene, const std::string& file) {
  return {{"file", file},
          {"dish", world.dishes[static_cast<std::size_t>(scene.dish)].name},
          {"table", scene.table},
          {"plate", scene.plate},
          {"ingredients", namesOf(world, scene.ingredients)},
          {"counts", scene.counts},
          {"nuisance", describe(scene.nuisance)}};
}

Json describe(const KitchenWorld& world, const KitchenOptions& options) {
  Json json;
  json["options"] = toJson(options);
  json["chances"] = {{"core", kCoreChance}, {"option", kOptionChance}, {"other", kOtherChance}};
  for (const auto& dish : world.dishes) {
    json["dishes"].push_back(
        {{"name", dish.name}, {"core", namesOf(world, dish.core)}, {"options", namesOf(world, dish.options)}});
  }
  for (const auto& ingredient : world.ingredients) {
    json["ingredients"].push_back({{"name", ingredient.name},
                                   {"shape", std::string(glyphShapeName(ingredient.shape))},
                                   {"texture", std::string(glyphTextureName(ingredient.texture))},
                                   {"colour", ingredient.body}});
  }
  return json;
}

class Writer {
 public:
  Writer(const KitchenOptions& options, fs::path folder)
      : options_(options),
        folder_(std::move(folder)),
        world_(makeKitchenWorld(options.classes)),
        items_(plan(options, world_)) {}

  Result<void> write(const Progress& progress, const StopToken& stop) {
    MARCIE_TRY(makeClassFolders());
    scenes_.resize(items_.size());
    strongScenes_.resize(items_.size());
    const bool complete =
        parallelFor(static_cast<std::int64_t>(items_.size()), 0, stop, progress, [&](std::int64_t i) { draw(i); });
    if (error_) return *error_;
    if (!complete) return Error{ErrorCode::cancelled, "stopped while drawing the kitchen world", {}, {}};
    MARCIE_TRY(writeLists());
    MARCIE_TRY(writeTaste());
    MARCIE_TRY(writeWorld());
    return save("README.txt", readme());
  }

 private:
  Result<void> makeClassFolders() {
    for (const auto& dish : world_.dishes) {
      MARCIE_TRY(makeFolders(folder_ / "images" / dish.name));
      MARCIE_TRY(makeFolders(folder_ / "strong" / dish.name));
    }
    return {};
  }

  void draw(std::int64_t i) {
    {
      const std::lock_guard lock(mutex_);
      if (error_) return;
    }
    const Item& item = items_[static_cast<std::size_t>(i)];
    auto& scene = scenes_[static_cast<std::size_t>(i)];
    scene = makeKitchenScene(world_, options_.seed, i, item.dish, options_.nuisance);
    drawOne(scene, item.image);
    if (item.strong.empty()) return;
    auto& strong = strongScenes_[static_cast<std::size_t>(i)];
    strong = makeKitchenScene(world_, options_.seed, i, item.dish, options_.strongNuisance);
    drawOne(strong, item.strong);
  }

  void drawOne(const KitchenScene& scene, const std::string& name) {
    auto bytes = image::encodeJpeg(renderKitchen(world_, scene, options_.imageSize), kJpegQuality);
    Result<void> written = bytes.ok() ? replaceFile(folder_ / name, *bytes) : Result<void>(bytes.error());
    if (written.ok()) return;
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = written.error();
  }

  Result<void> save(const std::string& name, const std::string& text) { return replaceFile(folder_ / name, text); }

  [[nodiscard]] std::string row(const Item& item, const KitchenScene& scene, const std::string& image) const {
    std::vector<std::string> tags;
    for (const int k : scene.ingredients) tags.push_back(world_.ingredients[static_cast<std::size_t>(k)].name);
    return image + "," + world_.dishes[static_cast<std::size_t>(item.dish)].name + "," +
           std::string(splitName(item.split)) + "," + join(tags, "|") + "\n";
  }

  Result<void> writeLists() {
    std::string samples = "image,label,split,tags\n";
    std::string strong = samples;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      samples += row(items_[i], scenes_[i], items_[i].image);
      if (!items_[i].strong.empty()) strong += row(items_[i], strongScenes_[i], items_[i].strong);
    }
    MARCIE_TRY(save("samples.csv", samples));
    return save("strong.csv", strong);
  }

  Result<void> writeTaste() {
    std::vector<std::vector<int>> lists;
    for (const auto& scene : scenes_) lists.push_back(scene.ingredients);
    const auto taste =
        makeKitchenTaste(lists, static_cast<int>(world_.ingredients.size()), options_.users, options_.seed);
    std::vector<int> chosen(static_cast<std::size_t>(options_.users), 0);
    std::string interactions = "user,item,time\n";
    for (const auto& one : taste.interactions) {
      ++chosen[static_cast<std::size_t>(one.user)];
      interactions += std::to_string(one.user) + "," + std::to_string(one.item) + "," + std::to_string(one.time) + "\n";
    }
    std::string users = "user,interactions\n";
    for (std::size_t u = 0; u < chosen.size(); ++u) users += std::to_string(u) + "," + std::to_string(chosen[u]) + "\n";
    std::string items = "item,image,label,cold\n";
    for (std::size_t i = 0; i < items_.size(); ++i) {
      items += std::to_string(i) + "," + items_[i].image + "," +
               world_.dishes[static_cast<std::size_t>(items_[i].dish)].name + "," + (taste.cold[i] ? "1" : "0") + "\n";
    }
    MARCIE_TRY(save("users.csv", users));
    MARCIE_TRY(save("items.csv", items));
    return save("interactions.csv", interactions);
  }

  Result<void> writeWorld() {
    Json json = describe(world_, options_);
    json["images"] = Json::array();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      json["images"].push_back(describe(world_, scenes_[i], items_[i].image));
      if (!items_[i].strong.empty()) json["images"].push_back(describe(world_, strongScenes_[i], items_[i].strong));
    }
    return save("world.json", json.dump(1, ' ') + "\n");
  }

  [[nodiscard]] std::string readme() const {
    return "The kitchen world: " + std::to_string(options_.images) + " drawn pictures of " +
           std::to_string(options_.classes) +
           " dishes, free of licence questions and known in every factor.\n\n"
           "samples.csv       image,label,split,tags: the data set; tags are the ingredients of each picture\n"
           "strong.csv        the test pictures again (strong/), seen under stronger nuisance\n"
           "world.json        recipes, looks of the ingredients, and every factor of every picture\n"
           "users.csv, items.csv, interactions.csv\n"
           "                  people with a taste over ingredients and what they chose; cold = 1 marks items to be\n"
           "                  kept out of training when new items are what is asked for\n\n"
           "The same options and seed write the same bytes (seed " +
           std::to_string(options_.seed) + ").\n";
  }

  const KitchenOptions& options_;
  fs::path folder_;
  KitchenWorld world_;
  std::vector<Item> items_;
  std::vector<KitchenScene> scenes_, strongScenes_;
  std::mutex mutex_;
  std::optional<Error> error_;
};

Result<void> checkOptions(const KitchenOptions& options) {
  Problems problems;
  validate(options, problems);
  if (options.images < 4 * options.classes) {
    problems.add("images", "needs at least four pictures a dish, that is " + std::to_string(4 * options.classes));
  }
  return problems.toResult();
}

}  // namespace

Result<void> synthKitchen(const KitchenOptions& options, const fs::path& out, const Progress& progress,
                          const StopToken& stop) {
  MARCIE_TRY(checkOptions(options));
  std::error_code error;
  if (fs::exists(out, error) && !(fs::is_directory(out, error) && fs::is_empty(out, error))) {
    return Error{ErrorCode::exists, out.string() + " exists already and is not empty", "Choose a new folder", {}};
  }
  fs::path part = fs::absolute(out).lexically_normal();
  if (!part.has_filename()) part = part.parent_path();
  const fs::path target = part;
  part += "." + std::to_string(::getpid()) + ".part";
  Result<void> written = Writer(options, part).write(progress, stop);
  if (written.ok()) {
    fs::rename(part, target, error);
    if (error) written = Error{ErrorCode::io, "cannot create " + target.string() + ": " + error.message(), {}, {}};
  }
  if (!written.ok()) fs::remove_all(part, error);
  return written;
}

}  // namespace marcie::data
