// marcie-cli recommend RUN: what a user gets, or who gets an item that nobody has seen.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/lists.h"
#include "core/eval/recommender.h"

namespace marcie::cli {
namespace fs = std::filesystem;
namespace {

struct RecommendOptions {
  std::string run, user, image, item, annotations, without;
  std::int64_t top = 20;
  bool json = false;
};

constexpr std::int64_t kShownTerms = 10;

Json itemJson(const eval::Recommender& recommender, const eval::RecommendedItem& entry) {
  const rec::Item& item = recommender.world().data.items[static_cast<std::size_t>(entry.item)];
  return {{"item", item.id},
          {"title", item.title},
          {"score", entry.score},
          {"cold", entry.isCold},
          {"heldOut", entry.isHeldOut},
          {"parts",
           {{"collaborative", entry.collaborative},
            {"visual", entry.visual},
            {"inferred", entry.inferred},
            {"bias", entry.bias}}}};
}

void printItems(const eval::Recommender& recommender, const std::vector<eval::RecommendedItem>& items) {
  std::vector<std::vector<std::string>> rows{{"", "ITEM", "SCORE", "COLD", "CHOSEN LATER", "TITLE"}};
  for (std::size_t k = 0; k < items.size(); ++k) {
    const rec::Item& item = recommender.world().data.items[static_cast<std::size_t>(items[k].item)];
    rows.push_back({std::to_string(k + 1), item.id, formatNumber(items[k].score, kReadDigits),
                    items[k].isCold ? "cold" : "", items[k].isHeldOut ? "yes" : "", item.title});
  }
  printTable(rows);
}

Result<ExitCode> forUser(eval::Recommender& recommender, const RecommendOptions& options) {
  const std::int64_t user = recommender.world().userOf(options.user);
  if (user < 0) {
    const std::string near = nearestSpelling(options.user, recommender.world().data.users);
    return Error{ErrorCode::usage,
                 "the data has no user '" + options.user + "'",
                 near.empty() ? "" : "Did you mean '" + near + "'?",
                 {}};
  }
  const auto all = recommender.recommend(user, options.top, eval::RecList::all);
  const auto cold = recommender.recommend(user, options.top, eval::RecList::cold);
  if (options.json) {
    Json json{{"user", options.user}, {"items", Json::array()}, {"cold", Json::array()}, {"step", recommender.step()}};
    for (const auto& entry : all) json["items"].push_back(itemJson(recommender, entry));
    for (const auto& entry : cold) json["cold"].push_back(itemJson(recommender, entry));
    printJson(json);
    return ExitCode::done;
  }
  printItems(recommender, all);
  if (!cold.empty()) {
    print("");
    print("Of items that nobody has chosen yet, in a list of their own:");
    printItems(recommender, cold);
  }
  return ExitCode::done;
}

Result<ExitCode> tellReceivers(eval::Recommender& recommender, const RecommendOptions& options,
                               std::vector<eval::Receiver> receivers, const std::vector<eval::InferredTerm>& terms) {
  std::stable_sort(receivers.begin(), receivers.end(), [](const eval::Receiver& a, const eval::Receiver& b) {
    return a.rank < b.rank || (a.rank == b.rank && a.score > b.score);
  });
  if (static_cast<std::int64_t>(receivers.size()) > options.top) {
    receivers.resize(static_cast<std::size_t>(options.top));
  }
  const auto& users = recommender.world().data.users;
  if (options.json) {
    Json json{{"annotations", Json::array()}, {"users", Json::array()}, {"step", recommender.step()}};
    for (const auto& term : terms) {
      json["annotations"].push_back({{"name", term.name}, {"probability", term.probability}});
    }
    for (const auto& receiver : receivers) {
      json["users"].push_back({{"user", users[static_cast<std::size_t>(receiver.user)]},
                               {"rank", receiver.rank},
                               {"score", receiver.score}});
    }
    printJson(json);
    return ExitCode::done;
  }
  if (!terms.empty()) print("inferred annotations");
  std::vector<std::vector<std::string>> rows;
  for (const auto& term : terms) rows.push_back({"  " + percent(term.probability), term.name});
  if (!rows.empty()) printTable(rows);
  rows = {{"USER", "RANK AMONG COLD ITEMS", "SCORE"}};
  for (const auto& receiver : receivers) {
    rows.push_back({users[static_cast<std::size_t>(receiver.user)], std::to_string(receiver.rank),
                    formatNumber(receiver.score, kReadDigits)});
  }
  printTable(rows);
  return ExitCode::done;
}

Result<ExitCode> forNewItem(eval::Recommender& recommender, const RecommendOptions& options) {
  nn::rec::AnnotationEdit edit;
  MARCIE_ASSIGN(edit.present, recommender.termPlaces(splitNames(options.annotations)));
  MARCIE_ASSIGN(edit.absent, recommender.termPlaces(splitNames(options.without)));
  if (!edit.empty() && !recommender.model().infers()) {
    return Error{ErrorCode::usage,
                 "this run infers no annotations, so none can be supposed",
                 "Choose a run with model.cierec=ci or full",
                 {}};
  }
  MARCIE_ASSIGN(const at::Tensor feature, recommender.featureOf(fs::absolute(options.image)));
  auto receivers = recommender.ranksOf(recommender.asItem(feature, edit), eval::RecList::cold);
  return tellReceivers(recommender, options, std::move(receivers), recommender.inferredTerms(feature, kShownTerms));
}

Result<ExitCode> recommend(const RecommendOptions& options) {
  const int asked = (options.user.empty() ? 0 : 1) + (options.image.empty() ? 0 : 1) + (options.item.empty() ? 0 : 1);
  if (asked != 1) {
    return Error{ErrorCode::usage, "recommend needs one of --user ID, --item ID and --new-item IMAGE", {}, {}};
  }
  if (options.image.empty() && !(options.annotations.empty() && options.without.empty())) {
    return Error{ErrorCode::usage, "--annotations and --without suppose something of a --new-item", {}, {}};
  }
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  MARCIE_ASSIGN(const auto recommender, eval::Recommender::open(RunFolder(fs::absolute(options.run)), stop));
  if (!options.user.empty()) return forUser(*recommender, options);
  if (!options.image.empty()) return forNewItem(*recommender, options);
  const std::int64_t item = recommender->world().itemOf(options.item);
  if (item < 0) return Error{ErrorCode::usage, "the data has no item '" + options.item + "'", {}, {}};
  return tellReceivers(*recommender, options, recommender->ranksOf(item, eval::RecList::cold),
                       recommender->inferredTerms(item, kShownTerms));
}

}  // namespace

void addRecommend(CLI::App& app, Exit& exit) {
  auto options = std::make_shared<RecommendOptions>();
  auto* command = app.add_subcommand("recommend", "What a user gets, or who gets an item, with a trained run");
  command->add_option("RUN", options->run, "Run folder of the task cierec")->required();
  command->add_option("--user", options->user, "Id of a user: the best items they do not know");
  command->add_option("--item", options->item, "Id of an item: the users who would get it");
  command->add_option("--new-item", options->image, "A picture of an item that nobody has seen: who would get it");
  command->add_option("--annotations", options->annotations, "Annotations a,b to suppose of the new item");
  command->add_option("--without", options->without, "Annotations a,b to suppose that it does not have");
  command->add_option("--top", options->top, "Length of the list")->check(CLI::Range(1, 100000))->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "Items that nobody has chosen yet are ranked in a list of their own: among all items they hardly reach the top.\n"
      "No annotation is needed. Those that are supposed show what would change if the picture said so.");
  command->callback([options, &exit] { exit = report([&] { return recommend(*options); }); });
}

}  // namespace marcie::cli
