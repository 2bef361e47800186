#include "ui/forms/options_form.h"

#include <algorithm>

#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/forms/form_section.h"
#include "ui/forms/option_row.h"

namespace marcie::ui {

namespace {

constexpr int kLongestLabel = 160;  // px; longer labels wrap

// Copies every leaf of `patch` that `target` knows; the others go to `unknown`.
void overlay(const Json& patch, const std::string& path, Json& target, QStringList& unknown) {
  if (!patch.is_object()) return;
  for (const auto& [key, member] : patch.items()) {
    const std::string where = path.empty() ? key : path + "." + key;
    const auto it = target.find(key);
    if (it == target.end()) {
      unknown.append(QString::fromStdString(where));
    } else if (it->is_object() && member.is_object()) {
      overlay(member, where, *it, unknown);
    } else {
      *it = member;
    }
  }
}

}  // namespace

OptionsForm::OptionsForm(QWidget* parent)
    : QWidget(parent), search_(new QLineEdit(this)), scroll_(new QScrollArea(this)) {
  search_->setObjectName(QStringLiteral("searchEdit"));
  search_->setClearButtonEnabled(true);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(search_);
  layout->addWidget(scroll_, 1);
  connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
    words_ = text.split(u' ', Qt::SkipEmptyParts);
    refreshVisibility();
  });
  retranslate();
}

OptionsForm::~OptionsForm() = default;

void OptionsForm::setSchema(const Json& schema) {
  schema_ = flattenSchema(schema);
  base_ = schema_.defaults;
  values_ = schema_.defaults;
  build();
  announce();
}

QStringList OptionsForm::setBase(const Json& patch) {
  QStringList unknown;
  base_ = schema_.defaults;
  overlay(patch, {}, base_, unknown);
  for (const auto& field : schema_.fields) setValueAt(values_, field.path, valueAt(base_, field.path));
  showValues();
  return unknown;
}

QStringList OptionsForm::setValues(const Json& patch) {
  QStringList unknown;
  for (const auto& field : schema_.fields) setValueAt(values_, field.path, valueAt(base_, field.path));
  overlay(patch, {}, values_, unknown);
  showValues();
  return unknown;
}

void OptionsForm::setValue(const QString& key, const Json& value) {
  setValueAt(values_, key.toStdString(), value);
  if (auto* line = row(key)) line->setValue(value);
  announce();
}

Json OptionsForm::value() const {
  return differences(values_, schema_.defaults);
}

Json OptionsForm::changes() const {
  return differences(values_, base_);
}

QStringList OptionsForm::problems() const {
  QStringList lines;
  for (const auto* line : rows_) {
    const QString problem = line->problem();
    if (!problem.isEmpty()) lines.append(line->key() + QStringLiteral(": ") + problem);
  }
  return lines;
}

void OptionsForm::setProblems(const QStringList& lines) {
  for (auto* line : rows_) line->setExternalProblem({});
  QStringList general;
  for (const auto& line : lines) {
    const qsizetype colon = line.indexOf(QStringLiteral(": "));
    auto* found = colon > 0 ? row(line.left(colon)) : nullptr;
    if (found != nullptr) {
      found->setExternalProblem(line.mid(colon + 2));
    } else {
      general.append(line);
    }
  }
  if (generalProblems_ != nullptr) {
    generalProblems_->setText(general.join(u'\n'));
    generalProblems_->setVisible(!general.isEmpty());
  }
  const auto first = std::find_if(rows_.begin(), rows_.end(), [](auto* line) { return !line->problem().isEmpty(); });
  if (first != rows_.end()) reveal((*first)->key());
  announce();
}

OptionRow* OptionsForm::row(const QString& key) const {
  const auto it = byKey_.find(key);
  return it == byKey_.end() ? nullptr : it->second;
}

QStringList OptionsForm::keys() const {
  QStringList out;
  for (const auto* line : rows_) out.append(line->key());
  return out;
}

void OptionsForm::setSearch(const QString& text) {
  search_->setText(text);
}

void OptionsForm::showAllOptions(bool all) {
  if (allButton_ != nullptr) allButton_->setChecked(all);
}

void OptionsForm::resetAll() {
  setValues(Json::object());
}

void OptionsForm::reveal(const QString& key) {
  auto* line = row(key);
  if (line == nullptr) return;
  if (!words_.isEmpty() && !line->matches(words_)) search_->clear();
  if (line->field().advanced) {
    showAllOptions(true);
    for (auto* section : advancedSections_) {
      if (section->group().path == line->field().group) section->setUnfolded(true);
    }
  }
  content_->layout()->activate();
  scroll_->ensureWidgetVisible(line);
  line->editor()->setFocus();
}

void OptionsForm::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslate();
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) alignLabels();
}

void OptionsForm::build() {
  rows_.clear();
  byKey_.clear();
  basicSections_.clear();
  advancedSections_.clear();
  content_ = new QWidget(scroll_);
  content_->setObjectName(QStringLiteral("formContent"));
  layout_ = new QVBoxLayout(content_);
  layout_->setContentsMargins(0, 0, 8, 0);
  layout_->setSpacing(8);
  generalProblems_ = new QLabel(content_);
  generalProblems_->setObjectName(QStringLiteral("generalProblems"));
  generalProblems_->setProperty("danger", true);
  generalProblems_->setWordWrap(true);
  generalProblems_->hide();
  layout_->addWidget(generalProblems_);
  nothingFound_ = new QLabel(content_);
  nothingFound_->setWordWrap(true);
  nothingFound_->hide();
  layout_->addWidget(nothingFound_);
  addRows(false);
  allButton_ = new QToolButton(content_);
  allButton_->setObjectName(QStringLiteral("allOptionsButton"));
  allButton_->setCheckable(true);
  allButton_->setAutoRaise(true);
  allButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  layout_->addWidget(allButton_, 0, Qt::AlignLeft);
  connect(allButton_, &QToolButton::toggled, this, &OptionsForm::refreshVisibility);
  addRows(true);
  layout_->addStretch(1);
  alignLabels();
  scroll_->setWidget(content_);  // deletes the former one
  retranslate();
  refreshVisibility();
}

void OptionsForm::addRows(bool advanced) {
  for (const auto& group : schema_.groups) {
    FormSection* section = nullptr;
    for (const auto& field : schema_.fields) {
      if (field.advanced != advanced || field.group != group.path) continue;
      if (section == nullptr) {
        section = new FormSection(group, advanced, content_);
        layout_->addWidget(section);
        (advanced ? advancedSections_ : basicSections_).push_back(section);
      }
      auto* line = new OptionRow(field, section);
      section->addRow(line);
      rows_.push_back(line);
      byKey_[line->key()] = line;
      connect(line, &OptionRow::edited, this, [this, line] {
        if (line->value()) setValueAt(values_, line->field().path, *line->value());
        announce();
      });
    }
  }
}

void OptionsForm::alignLabels() {
  int width = 0;
  for (const auto* line : rows_) width = std::max(width, line->labelWidthHint());
  for (auto* line : rows_) line->setLabelWidth(std::min(width, kLongestLabel));
}

void OptionsForm::retranslate() {
  search_->setPlaceholderText(tr("Search options"));
  search_->setAccessibleName(tr("Search options"));
  for (auto* line : rows_) line->retranslate();
  for (auto* section : basicSections_) section->retranslate();
  for (auto* section : advancedSections_) section->retranslate();
  alignLabels();
  if (allButton_ != nullptr) refreshVisibility();
}

void OptionsForm::refreshVisibility() {
  if (allButton_ == nullptr) return;
  const bool searching = !words_.isEmpty();
  for (auto* section : basicSections_) section->filter(words_);
  for (auto* section : advancedSections_) {
    section->filter(words_);
    if (!searching) section->setVisible(allButton_->isChecked());
  }
  std::size_t advanced = 0;
  for (const auto* section : advancedSections_) advanced += section->rows().size();
  allButton_->setText(tr("All options (%1 more)").arg(advanced));
  allButton_->setArrowType(allButton_->isChecked() ? Qt::DownArrow : Qt::RightArrow);
  allButton_->setVisible(!searching && advanced > 0);
  const bool found = !searching || std::any_of(rows_.begin(), rows_.end(),
                                               [this](const OptionRow* line) { return line->matches(words_); });
  nothingFound_->setText(tr("No option matches “%1”.").arg(search_->text()));
  nothingFound_->setVisible(!found);
}

void OptionsForm::announce() {
  Q_EMIT valueChanged();
  const bool valid = isValid();
  if (valid == wasValid_) return;
  wasValid_ = valid;
  Q_EMIT validityChanged(valid);
}

void OptionsForm::showValues() {
  for (auto* line : rows_) {
    line->setBase(valueAt(base_, line->field().path));
    line->setValue(valueAt(values_, line->field().path));
  }
  if (generalProblems_ != nullptr) generalProblems_->hide();
  announce();
}

}  // namespace marcie::ui
