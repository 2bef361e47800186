// Lists and places of a trained recommender, against what counting one by one gives.
#include <cstdlib>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/eval/recommender_reasons.h"
#include "core/train/run_training.h"
#include "tests/core/train/rec/rec_toy.h"
#include "tests/support/temp_folder.h"

namespace marcie::eval {
namespace {

class RecommenderListsTest : public ::testing::Test {
 protected:
  // A model that is a product (vbpr) or is none (vnpr).
  std::unique_ptr<Recommender> trained(const std::string& backbone) {
    ::setenv("MARCIE_CACHE_DIR", (temp_ / "cache").c_str(), 1);
    train::fixtures::writeRecToy(temp_ / "world");
    RunSpec spec = train::fixtures::recToySpec(temp_ / "world");
    spec.cierec.backbone = backbone;
    const auto run = RunFolder::create(temp_ / backbone, spec);
    EXPECT_TRUE(run) << run.error().toString();
    const auto outcome = train::runTraining(*run, {}, {});
    EXPECT_TRUE(outcome) << outcome.error().toString();
    auto recommender = Recommender::open(*run);
    EXPECT_TRUE(recommender) << recommender.error().toString();
    return std::move(recommender).value();
  }
  marcie::testing::TempFolder temp_;
};

TEST_F(RecommenderListsTest, PlacesAreThoseOfTheList) {
  for (const char* backbone : {"vbpr", "vnpr"}) {
    SCOPED_TRACE(backbone);
    const auto model = trained(backbone);
    for (const RecList list : {RecList::all, RecList::cold, RecList::warm}) {
      const auto best = model->recommend(3, 7, list);
      ASSERT_EQ(best.size(), 7U);
      std::vector<std::int64_t> items;
      for (const auto& one : best) items.push_back(one.item);
      const auto places = model->placesOf(model->scores(3), 3, {}, items, list);
      for (std::size_t k = 0; k < places.size(); ++k) EXPECT_EQ(places[k], static_cast<std::int64_t>(k) + 1);
      for (const auto& one : best) EXPECT_FALSE(model->world().chosen.contains(3, static_cast<std::int32_t>(one.item)));
    }
    const std::int64_t known = model->world().chosen.of(3).front();
    EXPECT_EQ(model->placesOf(model->scores(3), 3, {}, {known}, RecList::all).front(), 0);
    EXPECT_GT(model->placesOf(model->scores(3), 3, {known}, {known}, RecList::all).front(), 0);
  }
}

TEST_F(RecommenderListsTest, RanksForEveryUserAreCounted) {
  for (const char* backbone : {"vbpr", "vnpr"}) {
    SCOPED_TRACE(backbone);
    const auto model = trained(backbone);
    // Twice: the second time from what was kept.
    for (int round = 0; round < 2; ++round) {
      for (const std::int64_t item : {std::int64_t{0}, std::int64_t{4}}) {
        const auto list = model->world().warm[static_cast<std::size_t>(item)] != 0 ? RecList::warm : RecList::cold;
        const auto ranks = model->ranksOf(item, list);
        ASSERT_EQ(static_cast<std::int64_t>(ranks.size()), model->world().data.userCount());
        for (std::int64_t user = 0; user < model->world().data.userCount(); ++user) {
          const auto scores = model->scores(user);
          std::int64_t rank = 1;
          for (std::int64_t i = 0; i < model->world().data.itemCount(); ++i) {
            const bool known =
                model->world().chosen.contains(static_cast<std::int32_t>(user), static_cast<std::int32_t>(i));
            if (i == item || known || !model->isListed(i, list)) continue;
            rank += scores[static_cast<std::size_t>(i)] > scores[static_cast<std::size_t>(item)] + 1e-6 ? 1 : 0;
          }
          EXPECT_EQ(ranks[static_cast<std::size_t>(user)].rank, rank) << user;
        }
      }
    }
  }
}

TEST_F(RecommenderListsTest, ForgettingNothingLeavesTheUserAsTheyAre) {
  const auto model = trained("vbpr");
  Reasons reasons(*model);
  const auto own = model->model().users(torch::tensor({2}, torch::kLong));
  EXPECT_TRUE(reasons.refitted(2, {}).latent.equal(own.latent));
  const std::int64_t first = model->world().chosen.of(2).front();
  const auto less = reasons.refitted(2, {first});
  EXPECT_FALSE(less.latent.equal(own.latent));
  EXPECT_TRUE(less.latent.equal(reasons.refitted(2, {first}).latent)) << "the same answer twice";
}

}  // namespace
}  // namespace marcie::eval
