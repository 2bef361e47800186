#include "ui/forms/form_section.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/forms/option_row.h"

namespace marcie::ui {

FormSection::FormSection(OptionGroup group, bool isFoldable, QWidget* parent)
    : QWidget(parent),
      group_(std::move(group)),
      isFoldable_(isFoldable),
      isUnfolded_(!isFoldable),
      body_(new QWidget(this)),
      bodyLayout_(new QVBoxLayout(body_)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  if (isFoldable_) {
    header_ = new QToolButton(this);
    header_->setObjectName(QString::fromStdString(group_.path) + QStringLiteral("Header"));
    header_->setCheckable(true);
    header_->setAutoRaise(true);
    header_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(header_, &QToolButton::toggled, this, &FormSection::setUnfolded);
    layout->addWidget(header_, 0, Qt::AlignLeft);
  } else {
    title_ = new QLabel(this);
    title_->setProperty("section", true);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setContentsMargins(16, 4, 0, 0);
    layout->addWidget(title_);
  }
  bodyLayout_->setContentsMargins(0, 0, 0, 4);
  bodyLayout_->setSpacing(4);
  layout->addWidget(body_);
  retranslate();
  refresh();
}

void FormSection::addRow(OptionRow* row) {
  rows_.push_back(row);
  bodyLayout_->addWidget(row);
  retranslate();
}

void FormSection::setUnfolded(bool unfolded) {
  isUnfolded_ = unfolded;
  refresh();
}

void FormSection::filter(const QStringList& words) {
  isSearching_ = !words.isEmpty();
  bool any = false;
  for (auto* row : rows_) {
    const bool shown = words.isEmpty() || row->matches(words);
    row->setVisible(shown);
    any = any || shown;
  }
  setVisible(any);
  refresh();
}

void FormSection::retranslate() {
  const QString title = translatedOption(group_.label);
  if (title_ != nullptr) title_->setText(title);
  if (header_ != nullptr) header_->setText(tr("%1 (%2)").arg(title).arg(rows_.size()));
}

void FormSection::refresh() {
  const bool open = isUnfolded_ || isSearching_;
  body_->setVisible(open);
  if (header_ == nullptr) return;
  const QSignalBlocker quiet(header_);
  header_->setChecked(open);
  header_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
}

}  // namespace marcie::ui
