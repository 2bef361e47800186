// Every command, in the order of --help.
#pragma once

#include "app/cli/command.h"

namespace marcie::cli {

void addInfo(CLI::App& app, Exit& exit);
void addData(CLI::App& app, Exit& exit);
void addTrain(CLI::App& app, Exit& exit);
void addEvaluate(CLI::App& app, Exit& exit);
void addExperiment(CLI::App& app, Exit& exit);
void addRobustness(CLI::App& app, Exit& exit);
void addExplainLoss(CLI::App& app, Exit& exit);
void addEncode(CLI::App& app, Exit& exit);
void addExport(CLI::App& app, Exit& exit);
void addEmbed(CLI::App& app, Exit& exit);
void addProject(CLI::App& app, Exit& exit);
void addDiffuse(CLI::App& app, Exit& exit);
void addLens(CLI::App& app, Exit& exit);
void addSamples(CLI::App& app, Exit& exit);
void addPredict(CLI::App& app, Exit& exit);
void addRecommend(CLI::App& app, Exit& exit);
void addRuns(CLI::App& app, Exit& exit);
void addServe(CLI::App& app, Exit& exit);

}  // namespace marcie::cli
