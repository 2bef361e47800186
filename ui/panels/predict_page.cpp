#include "ui/panels/predict_page.h"

#include <QLocale>
#include <QVBoxLayout>

#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

SplitPage::SplitPage(AppContext& context, SampleTables& tables, QWidget* parent)
    : QWidget(parent), context_(context), tables_(tables) {
  constexpr int g = Theme::kGrid;
  splitLabel_ = new QLabel(this);
  splitBox_ = new QComboBox(this);
  splitBox_->setObjectName(QStringLiteral("splitBox"));
  for (const char* split : {"test", "val", "train"}) splitBox_->addItem(QString(), QString::fromLatin1(split));
  splitLabel_->setBuddy(splitBox_);
  stateLabel_ = new QLabel(this);
  stateLabel_->setProperty("muted", true);
  progress_ = new QProgressBar(this);
  progress_->setObjectName(QStringLiteral("samplesProgress"));
  progress_->setMaximumWidth(180);
  cancelButton_ = new QPushButton(this);
  cancelButton_->setObjectName(QStringLiteral("cancelSamplesButton"));
  bar_ = new QHBoxLayout;
  bar_->setSpacing(g);
  bar_->addWidget(splitLabel_);
  bar_->addWidget(splitBox_);
  bar_->addWidget(stateLabel_);
  bar_->addWidget(progress_);
  bar_->addWidget(cancelButton_);
  bar_->addStretch();
  content_ = new QWidget(this);
  empty_ = new EmptyState("predict", this);
  askButton_ = empty_->addButton("askSamplesButton", true);
  stack_ = new QStackedWidget(this);
  stack_->addWidget(empty_);
  stack_->addWidget(content_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * g, g, 2 * g, g);
  layout->setSpacing(g);
  layout->addLayout(bar_);
  layout->addWidget(stack_, 1);
  connect(askButton_, &QPushButton::clicked, this, [this] { tables_.ask(context_.selection().run(), split()); });
  connect(cancelButton_, &QPushButton::clicked, &tables_, &SampleTables::cancel);
  connect(splitBox_, &QComboBox::activated, this, [this] {
    Q_EMIT splitChanged(split());
    refresh();
  });
  connect(&tables_, &SampleTables::changed, this, &SplitPage::refresh);
  connect(&tables_, &SampleTables::progress, this, &SplitPage::showProgress);
  connect(&context.selection(), &Selection::runChanged, this, &SplitPage::refresh);
}

void SplitPage::setSplit(const QString& split) {
  if (split == this->split()) return;
  splitBox_->setCurrentIndex(splitBox_->findData(split));
  refresh();
}

void SplitPage::retranslate() {
  splitLabel_->setText(tr("Pictures"));
  splitBox_->setItemText(0, tr("test"));
  splitBox_->setItemText(1, tr("validation"));
  splitBox_->setItemText(2, tr("training"));
  cancelButton_->setText(tr("Cancel"));
  askButton_->setText(tr("Ask about every picture"));
  refresh();
}

void SplitPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refresh();
}

void SplitPage::showProgress() {
  const bool isBusy = tables_.isBusy();
  progress_->setVisible(isBusy);
  cancelButton_->setVisible(isBusy);
  if (!isBusy) return;
  progress_->setRange(0, static_cast<int>(std::max<qint64>(0, tables_.total())));
  progress_->setValue(static_cast<int>(tables_.done()));
  stateLabel_->setText(tables_.total() > 0 ? tr("%1 of %2").arg(number(tables_.done()), number(tables_.total()))
                                           : tr("Asking the run…"));
  askButton_->setEnabled(false);
}

void SplitPage::refresh() {
  showProgress();
  if (!isVisible()) return;
  const QString run = context_.selection().run();
  askButton_->setVisible(!run.isEmpty());
  askButton_->setEnabled(!tables_.isBusy());
  const auto known = tables_.table(run, split());
  if (!tables_.isBusy()) {
    stateLabel_->setText(known ? tr("%1 pictures · checkpoint of step %2")
                                     .arg(number(static_cast<qint64>(known->size())), number(known->step))
                               : QString());
  }
  if (run.isEmpty()) {
    empty_->setTexts(tr("No run is chosen"), tr("Train one on the Train page, or open one on the Runs page."));
  } else if (const QString failure = tables_.failure(run, split()); !failure.isEmpty()) {
    empty_->setTexts(tr("The run could not be asked"), failure);
  } else {
    empty_->setTexts(tr("Where does it err?"),
                     tr("The run is asked about every picture of the split, once for each checkpoint. Only pictures go "
                        "in, never their texts."));
  }
  if (known) showTable(known);
  stack_->setCurrentWidget(known ? content_ : static_cast<QWidget*>(empty_));
}

}  // namespace marcie::ui
