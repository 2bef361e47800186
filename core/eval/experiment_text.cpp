#include <array>
#include <cmath>
#include <cstdio>

#include "core/base/strings.h"
#include "core/eval/experiment_table.h"

namespace marcie::eval {
namespace {

std::string fixed(double value, int digits) {
  if (std::isnan(value)) return "–";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}
std::string withSign(double value, int digits) {
  return (value >= 0 ? "+" : "") + fixed(value, digits);
}

// How a column writes its figures: percent with one digit, others with three.
struct Style {
  double factor;
  int digits;
  explicit Style(const TableColumn& column) : factor(column.percent ? 100 : 1), digits(column.percent ? 1 : 3) {}
  [[nodiscard]] std::string plain(double value) const { return fixed(factor * value, digits); }
  [[nodiscard]] std::string difference(double value) const {
    return std::isnan(value) ? "–" : withSign(factor * value, digits);
  }
};

std::string pText(double p) {
  if (std::isnan(p)) return "–";
  return p < 0.001 ? "< 0.001" : fixed(p, 3);
}

// "57.3 ± 1.4 [55.1, 59.5]"; without the rest where there is but one value.
std::string summaryText(const metrics::Summary& summary, const Style& style) {
  if (summary.n == 0) return "–";
  std::string text = style.plain(summary.mean);
  if (summary.n < 2) return text;
  return text + " ± " + style.plain(summary.deviation) + " [" + style.plain(summary.low) + ", " +
         style.plain(summary.high) + "]";
}

std::string line(const std::vector<std::string>& cells) {
  return "| " + join(cells, " | ") + " |\n";
}
std::string rule(std::size_t columns) {
  return line(std::vector<std::string>(columns, "---"));
}

std::string scoreTable(const ExperimentTable& table, std::size_t group) {
  std::vector<std::string> head{""};
  for (const auto& column : table.columns) head.push_back(column.title + (column.percent ? " (%)" : ""));
  std::string text = line(head) + rule(head.size());
  for (std::size_t row = 0; row < table.frame.spec.rows.size(); ++row) {
    std::vector<std::string> cells{table.frame.spec.rows[row].shown()};
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      cells.push_back(summaryText(table.cells[group][row][c].summary, Style(table.columns[c])));
    }
    text += line(cells);
  }
  return text;
}

std::string bootstrapText(const RowComparison& comparison, const Style& style) {
  if (!comparison.bootstrap) return "–";
  const auto& bootstrap = *comparison.bootstrap;
  return "[" + style.difference(bootstrap.low) + ", " + style.difference(bootstrap.high) + "], " + pText(bootstrap.p);
}

std::string comparisonTable(const ExperimentTable& table, std::size_t group) {
  const std::vector<std::string> head{"against " + table.frame.spec.rows[table.baseline].shown(),
                                      "metric",
                                      "difference",
                                      "95 % CI (t)",
                                      "p (t)",
                                      "p (Wilcoxon)",
                                      "bootstrap 95 % CI, p",
                                      "better in"};
  std::string text = line(head) + rule(head.size());
  for (std::size_t row = 0; row < table.frame.spec.rows.size(); ++row) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const auto& comparison = table.cells[group][row][c].comparison;
      if (!comparison || comparison->pairs == 0) continue;
      const Style style(table.columns[c]);
      const auto& difference = comparison->difference;
      text += line({table.frame.spec.rows[row].shown(), table.columns[c].title, style.difference(difference.mean),
                    "[" + style.difference(difference.low) + ", " + style.difference(difference.high) + "]",
                    pText(comparison->tTest), pText(comparison->wilcoxon), bootstrapText(*comparison, style),
                    std::to_string(comparison->wins) + " of " + std::to_string(comparison->pairs)});
    }
  }
  return text;
}

std::string damageTable(const ExperimentTable& table, std::size_t group) {
  std::vector<std::string> head{"top-1 (%)"};
  for (const auto& row : table.frame.spec.rows) head.push_back(row.shown());
  std::string text = line(head) + rule(head.size());
  for (std::size_t kind = 0; kind < table.frame.corruptions.size(); ++kind) {
    std::vector<std::string> cells{table.frame.corruptions[kind]};
    for (std::size_t row = 0; row < table.frame.spec.rows.size(); ++row) {
      const auto& summary = table.damage[group][row][kind];
      cells.push_back(summary.n == 0 ? "–"
                                     : fixed(100 * summary.mean, 1) +
                                           (summary.n > 1 ? " ± " + fixed(100 * summary.deviation, 1) : ""));
    }
    text += line(cells);
  }
  return text;
}

std::string csvNumber(double value) {
  return std::isnan(value) ? "" : formatNumber(value);
}

// Plain text for LaTeX: special characters and the few Greek letters and signs that titles use.
std::string texText(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kReplacements{{
      {"\\", "\\textbackslash{}"},
      {"%", "\\%"},
      {"&", "\\&"},
      {"_", "\\_"},
      {"#", "\\#"},
      {"$", "\\$"},
      {"{", "\\{"},
      {"}", "\\}"},
      {"α", "$\\alpha$"},
      {"β", "$\\beta$"},
      {"γ", "$\\gamma$"},
      {"δ", "$\\delta$"},
      {"τ", "$\\tau$"},
      {"η", "$\\eta$"},
      {"±", "$\\pm$"},
      {"–", "--"},
      {"−", "$-$"},
      {"→", "$\\to$"},
      {"₀", "$_0$"},
      {"≥", "$\\ge$"},
      {"×", "$\\times$"},
      {"~", "\\textasciitilde{}"},
  }};
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    bool replaced = false;
    for (const auto& [from, to] : kReplacements) {
      if (!text.substr(i).starts_with(from)) continue;
      result += to;
      i += from.size();
      replaced = true;
      break;
    }
    if (!replaced) result += text[i++];
  }
  return result;
}

std::string texCell(const TableCell& cell, const Style& style) {
  if (cell.summary.n == 0) return "--";
  std::string text = style.plain(cell.summary.mean);
  if (cell.summary.n > 1) text += " $\\pm$ " + style.plain(cell.summary.deviation);
  return text;
}

Json number(double value) {
  return std::isnan(value) ? Json(nullptr) : Json(value);
}
Json summaryJson(const metrics::Summary& summary) {
  return {{"n", summary.n},
          {"mean", number(summary.mean)},
          {"std", number(summary.deviation)},
          {"low", number(summary.low)},
          {"high", number(summary.high)}};
}
Json comparisonJson(const RowComparison& comparison) {
  Json json = summaryJson(comparison.difference);
  json["tTest"] = number(comparison.tTest);
  json["wilcoxon"] = number(comparison.wilcoxon);
  json["wins"] = comparison.wins;
  json["pairs"] = comparison.pairs;
  if (comparison.bootstrap) {
    json["bootstrap"] = {{"low", number(comparison.bootstrap->low)},
                         {"high", number(comparison.bootstrap->high)},
                         {"p", number(comparison.bootstrap->p)}};
  }
  return json;
}
Json cellJson(const TableCell& cell) {
  Json json = summaryJson(cell.summary);
  json["values"] = Json::object();
  for (const auto& [seed, value] : cell.values) json["values"][std::to_string(seed)] = number(value);
  if (cell.comparison) json["difference"] = comparisonJson(*cell.comparison);
  return json;
}

}  // namespace

std::string tableMarkdown(const ExperimentTable& table) {
  const ExperimentFrame& frame = table.frame;
  std::string text = "# " + frame.spec.title + "\n\n";
  text += std::to_string(frame.seeds) + (frame.seeds == 1 ? " seed" : " seeds") + "; split `" + frame.spec.split +
          "`: " + join(table.pictures, "; ") + ".\n";
  text += "Mean ± standard deviation over seeds, in brackets the 95 % confidence interval of the mean.\n\n";
  text += "Made by `" + frame.command + "`\n";
  for (const auto& note : frame.notes) text += "\n- " + note;
  if (!frame.notes.empty()) text += "\n";
  for (std::size_t group = 0; group < frame.groups.size(); ++group) {
    text += "\n";
    if (!frame.groups[group].empty()) text += "## " + frame.groups[group] + "\n\n";
    text += scoreTable(table, group) + "\n" + comparisonTable(table, group);
    if (!table.damage.empty()) {
      text += "\nOn damaged pictures, mean over severities " +
              [&] {
                std::vector<std::string> names;
                for (const int severity : frame.spec.robustness->severities) names.push_back(std::to_string(severity));
                return join(names, ", ");
              }() +
              ":\n\n" + damageTable(table, group);
    }
  }
  return text;
}

std::string tableCsv(const ExperimentTable& table) {
  std::string text =
      "group,row,column,n,mean,std,low,high,difference,difference_low,difference_high,p_t,p_wilcoxon,bootstrap_low,"
      "bootstrap_high,p_bootstrap,wins,pairs\n";
  for (std::size_t group = 0; group < table.frame.groups.size(); ++group) {
    for (std::size_t row = 0; row < table.frame.spec.rows.size(); ++row) {
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const TableCell& cell = table.cells[group][row][c];
        std::vector<std::string> fields{csvField(table.frame.groups[group]), csvField(table.frame.spec.rows[row].name),
                                        csvField(table.columns[c].name),     std::to_string(cell.summary.n),
                                        csvNumber(cell.summary.mean),        csvNumber(cell.summary.deviation),
                                        csvNumber(cell.summary.low),         csvNumber(cell.summary.high)};
        if (cell.comparison) {
          const RowComparison& comparison = *cell.comparison;
          for (const double value : {comparison.difference.mean, comparison.difference.low, comparison.difference.high,
                                     comparison.tTest, comparison.wilcoxon}) {
            fields.push_back(csvNumber(value));
          }
          const auto bootstrap = comparison.bootstrap.value_or(metrics::BootstrapResult{NAN, NAN, NAN, NAN});
          for (const double value : {bootstrap.low, bootstrap.high, bootstrap.p}) fields.push_back(csvNumber(value));
          fields.push_back(std::to_string(comparison.wins));
          fields.push_back(std::to_string(comparison.pairs));
        } else {
          fields.resize(18);
        }
        text += join(fields, ",") + "\n";
      }
    }
  }
  return text;
}

std::string tableTex(const ExperimentTable& table) {
  const ExperimentFrame& frame = table.frame;
  std::string text = "% " + frame.spec.title + ": " + std::to_string(frame.seeds) + " seeds, split " +
                     frame.spec.split + ", mean and standard deviation over seeds\n% " + frame.command + "\n";
  for (std::size_t group = 0; group < frame.groups.size(); ++group) {
    if (!frame.groups[group].empty()) text += "% " + frame.groups[group] + "\n";
    text += "\\begin{tabular}{l" + std::string(table.columns.size(), 'c') + "}\n\\hline\n";
    for (const auto& column : table.columns) {
      text += " & " + texText(column.title + (column.percent ? " (%)" : ""));
    }
    text += " \\\\\n\\hline\n";
    for (std::size_t row = 0; row < frame.spec.rows.size(); ++row) {
      text += texText(frame.spec.rows[row].shown());
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        text += " & " + texCell(table.cells[group][row][c], Style(table.columns[c]));
      }
      text += " \\\\\n";
    }
    text += "\\hline\n\\end{tabular}\n";
  }
  return text;
}

Json tableJson(const ExperimentTable& table) {
  const ExperimentFrame& frame = table.frame;
  Json json{
      {"experiment", frame.spec.name}, {"title", frame.spec.title}, {"split", frame.spec.split},
      {"seeds", frame.seeds},          {"command", frame.command},  {"notes", frame.notes},
      {"pictures", table.pictures},    {"groups", Json::array()},   {"baseline", frame.spec.rows[table.baseline].name}};
  for (std::size_t group = 0; group < frame.groups.size(); ++group) {
    Json rows = Json::object();
    for (std::size_t row = 0; row < frame.spec.rows.size(); ++row) {
      Json& entry = rows[frame.spec.rows[row].name];
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        entry[table.columns[c].name] = cellJson(table.cells[group][row][c]);
      }
      for (std::size_t kind = 0; kind < frame.corruptions.size(); ++kind) {
        entry["damage"][frame.corruptions[kind]] = summaryJson(table.damage[group][row][kind]);
      }
    }
    json["groups"].push_back({{"title", frame.groups[group]}, {"rows", std::move(rows)}});
  }
  return json;
}

}  // namespace marcie::eval
