#include "core/rec/data/inspect.h"

#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

class InspectTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write("items.csv",
                 "item_id,image,cold,tags\na,a.png,0,red|round\nb,b.png,0,red\nc,c.png,1,\nd,,1,\ne,e.png,0,blue\n");
    folder.picture("a.png", 1);
    folder.picture("b.png", 2);
    folder.picture("c.png", 1);  // the same bytes as a
    folder.write("e.png", "no picture");
    folder.write("interactions.csv",
                 "user_id,item_id,rating,timestamp\n"
                 "u,a,5,1\nu,b,4,2\nu,e,3,30\nu,c,5,4\nu,d,2,5\nv,a,1,10\nv,b,2,11\nv,e,2,12\nv,c,2,13\nw,a,4,40\n");
    request.data.path = folder.path().string();
    request.split.testShare = 0.34;
    request.split.validationShare = 0;
  }
  test::DataFolder folder;
  InspectRequest request;
};

TEST_F(InspectTest, CountsUsersItemsHistoriesAndContent) {
  const auto summary = inspectRecData(request);
  ASSERT_TRUE(summary.ok()) << summary.error().toString();
  EXPECT_EQ(summary->reader, "tables");
  EXPECT_EQ(summary->users, 3);
  EXPECT_EQ(summary->items, 5);
  EXPECT_EQ(summary->interactions, 10);
  EXPECT_DOUBLE_EQ(summary->density, 10.0 / 15);
  EXPECT_DOUBLE_EQ(summary->perUser.largest, 5);
  EXPECT_DOUBLE_EQ(summary->perUser.median, 4);
  EXPECT_EQ(summary->histories, (std::vector<std::int64_t>{1, 0, 2}));
  ASSERT_EQ(summary->popularity.size(), 20U);
  EXPECT_DOUBLE_EQ(summary->popularity[3], 0.3);  // one of five items has three of ten
  EXPECT_DOUBLE_EQ(summary->popularity.back(), 1);
  EXPECT_EQ(summary->firstTime, 1);
  EXPECT_EQ(summary->lastTime, 40);
  EXPECT_EQ(summary->markedCold, 2);
  EXPECT_EQ(summary->terms, 3);
  EXPECT_EQ(summary->frequentTerms.front().name, "red");
  EXPECT_EQ(summary->withoutImage, 1);
  EXPECT_EQ(summary->withoutAnnotation, 2);
  EXPECT_EQ(summary->withNeither, 1);
  EXPECT_EQ(summary->unreadableImages, 1);
}

TEST_F(InspectTest, ShowsTheSplitAndWhatTrainingSeesTooLate) {
  const auto summary = inspectRecData(request);
  ASSERT_TRUE(summary.ok()) << summary.error().toString();
  EXPECT_EQ(summary->protocol, "marked_cold");
  EXPECT_EQ(summary->coldValidation + summary->coldTest, 2);
  // The newest warm interaction of u (30) and v (12) is the test; w has one, for training, at 40. One cut for everybody
  // would test on 30 and 40.
  EXPECT_EQ(summary->cutTime, 30);
  EXPECT_EQ(summary->trainAfterCut, 1);
  EXPECT_EQ(summary->train, 5);
}

TEST_F(InspectTest, FindsThePictureOfAWarmItemOnAColdOne) {
  const auto summary = inspectRecData(request);
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->duplicateImages, 1);
  EXPECT_EQ(summary->duplicatesAcrossWarmAndCold, 1);
  EXPECT_EQ(summary->duplicates.front().first, (folder / "a.png").string());
  EXPECT_EQ(summary->duplicates.front().secondSplit, "cold");
  const auto warned = [&](const std::string& words) {
    return std::any_of(summary->warnings.begin(), summary->warnings.end(),
                       [&](const std::string& w) { return w.find(words) != std::string::npos; });
  };
  EXPECT_TRUE(warned("1 cold item has the very picture of a warm one"));
  EXPECT_TRUE(warned("1 item has neither picture nor annotation"));
  request.looksAtPictures = false;
  EXPECT_EQ(inspectRecData(request)->duplicateImages, 0);
}

TEST_F(InspectTest, SaysWhenNothingIsColdAndSurvivesItsOwnJson) {
  folder.write("interactions.csv", "user,item,part\nu,a,train\nu,b,test\nv,a,train\nv,b,train\n");
  const auto summary = inspectRecData(request);
  ASSERT_TRUE(summary.ok()) << summary.error().toString();
  EXPECT_EQ(summary->coldTest, 0);
  EXPECT_NE(summary->warnings.front().find("No item is cold in the test"), std::string::npos);
  const auto again = parseStruct<RecSummary>(toJson(*summary));
  ASSERT_TRUE(again.ok()) << again.error().toString();
  EXPECT_EQ(toJson(*again), toJson(*summary));
}

TEST_F(InspectTest, LooksAtTheMoviePosters) {
  MARCIE_NEED_REC_DATA(posters, "movies_posters");
  request.data.path = posters.string();
  request.split = {};
  request.looksAtPictures = false;
  const auto summary = inspectRecData(request);
  ASSERT_TRUE(summary.ok()) << summary.error().toString();
  EXPECT_EQ(summary->users, 609);
  EXPECT_EQ(summary->items, 1979);
  EXPECT_EQ(summary->coldTest, 183);
  EXPECT_EQ(summary->withoutImage, 0);
  EXPECT_GT(summary->trainAfterCut, 0);
}

}  // namespace
}  // namespace marcie::rec
