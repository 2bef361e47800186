#include "core/api/protocol_diffusion.h"

#include "core/base/strings.h"

namespace marcie::protocol {

std::string traceCsv(const DiffusionTraceReply& trace) {
  const auto number = [](double value) { return value < 0 ? std::string() : formatNumber(value); };
  std::string csv =
      "t,alpha_bar,state_to_label,state_to_prediction,state_to_text,x0_to_label,x0_to_prediction,x0_to_text,state_x,"
      "state_y,x0_x,x0_y,full,full_probability,alone,alone_probability,annotations\n";
  for (const DiffusionStep& step : trace.steps) {
    csv += std::to_string(step.t) + "," + formatNumber(step.alphaBar);
    for (const auto* place : {&step.state, &step.x0}) {
      csv += "," + number(place->toLabel) + "," + number(place->toPrediction) + "," + number(place->toText);
    }
    for (const auto* place : {&step.state, &step.x0})
      csv += "," + formatNumber(place->x) + "," + formatNumber(place->y);
    for (const auto* top : {&step.full, &step.alone}) {
      csv += top->empty() ? ",," : "," + csvField(top->front().name) + "," + formatNumber(top->front().probability);
    }
    std::vector<std::string> tags;
    for (const auto& tag : step.tags) tags.push_back(tag.name);
    csv += "," + csvField(join(tags, "; ")) + "\n";
  }
  return csv;
}

}  // namespace marcie::protocol
