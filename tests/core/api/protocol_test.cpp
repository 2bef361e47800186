#include "core/api/protocol.h"

#include <typeinfo>

#include <gtest/gtest.h>

#include "core/api/frames.h"
#include "core/api/protocol_alignment.h"
#include "core/api/protocol_diffusion.h"
#include "core/api/protocol_recommend_contrast.h"
#include "core/api/protocol_samples.h"
#include "tests/support/fill_visitor.h"

namespace marcie::protocol {
namespace {

using marcie::testing::filled;

template <class... T>
struct Types {};
using Structs =
    Types<HelloReply, Hello, CatalogEntry, TaskCatalog, CatalogReply, Catalog, Cancel, Progress, DataInspect,
          DatasetSummary, DataRecogniseReply, DataRecognise, InteractionsInspect, RecSummary, DataRow, DataRowsReply,
          DataRows, Picture, Thumbnail, ThumbnailsReply, Thumbnails, MakeSampleReply, MakeSample, RunPathReply,
          RunStart, RunControl, RunsListReply, RunsList, RunInfo, RunWatch, RunUnwatch, RunEventsNote, RunStatusNote,
          RunSetNotes, RunDelete, Ranked, Neighbour, PredictReply, Predict, LeakFinding, GradientShare, ExplainedTerm,
          TotalGradient, TermConflict, ExplainedPair, ExplainLossReply, ExplainLoss, GlancePicture, GlanceStep,
          GlanceReply, Glance, MapField, MapNeighbours, AlignedPair, AlignmentReply, AlignmentReport, CinemaFrame,
          CinemaReply, Cinema, MapPoints, MapEntry, MapSnapshot, ProjectionStarted, ProjectionStart, ProjectionControl,
          ProjectionPointsNote, ProjectionFrameNote, ProjectionFinishedNote, ProjectionListReply, ProjectionList,
          ProjectionLoad, DiffusionPlace, DiffusionSettings, DiffusionWarning, DiffusionSceneReply, DiffusionScene,
          DiffusionPosition, DiffusionStep, DiffusionTraceReply, DiffusionTrace, SampleTable, SamplesTable,
          PredictFolderReply, PredictFolder, HeadOpinion, SpaceNeighbours, PredictPartsReply, PredictParts, PictureArea,
          OcclusionReply, PredictOcclusion, LensPlace, LensReply, Lens, CorruptionsReply, RobustnessReply,
          RobustnessRead, RobustnessMeasure, RecItem, RecTerm, RecUserRow, RecSearchReply, RecSearch, RecEntry,
          RecUserReply, RecUser, RecNear, RecWhyReply, RecWhy, RecReceiver, RecItemReply, RecItemCard, RecSandboxReply,
          RecSandbox, RecJudgedUser, RecMetricsReply, RecMetrics, RecPlaced, RecPlacedLists, RecCompareReply,
          RecCompare, RecDropReply, RecDrop, Empty>;

template <class T>
void expectEveryMemberTravels() {
  SCOPED_TRACE(typeid(T).name());
  const Json json = toJson(filled<T>());
  FrameDecoder decoder;
  decoder.feed(encodeFrame(json));
  const auto message = decoder.next();
  ASSERT_TRUE(message.ok());
  ASSERT_TRUE(message->has_value());
  T back;
  Problems problems;
  fromJson(**message, back, problems);
  EXPECT_TRUE(problems.empty()) << problems.lines.front();
  EXPECT_EQ(toJson(back), json);
}

template <class T>
void expectEveryMemberChanges() {
  SCOPED_TRACE(typeid(T).name());
  const Json defaults = toJson(T{});
  const Json changed = toJson(filled<T>());
  for (const auto& [key, value] : changed.items()) EXPECT_NE(value, defaults.at(key)) << key;
}

template <class... T>
void expectAllTravel(Types<T...>) {
  (expectEveryMemberTravels<T>(), ...);
}
template <class... T>
void expectAllChange(Types<T...>) {
  (expectEveryMemberChanges<T>(), ...);
}

TEST(ProtocolTest, EveryMemberOfEveryMessageTravels) {
  expectAllTravel(Structs{});
}

// The guard of the test above: a member that the filling leaves at its default could be lost unseen.
TEST(ProtocolTest, TheFillingReachesEveryMember) {
  expectAllChange(Structs{});
}

}  // namespace
}  // namespace marcie::protocol
