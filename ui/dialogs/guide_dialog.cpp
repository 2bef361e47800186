#include "ui/dialogs/guide_dialog.h"

#include <algorithm>

#include <QDialogButtonBox>
#include <QEvent>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QTextDocument>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kListWidth = 160;
constexpr QSize kGuideSize(860, 640);
constexpr const char* kOnlyEnglish = QT_TRANSLATE_NOOP("GuideDialog", "The guide is only there in English.");

}  // namespace

QStringList GuideDialog::pages() {
  return {QStringLiteral("data"),      QStringLiteral("train"),   QStringLiteral("curves"),
          QStringLiteral("runs"),      QStringLiteral("compare"), QStringLiteral("embeddings"),
          QStringLiteral("diffusion"), QStringLiteral("predict"), QStringLiteral("robustness"),
          QStringLiteral("recommend"), QStringLiteral("log")};
}

QString GuideDialog::text(const QString& page) {
  (void)Theme::instance();  // it makes the linker keep the resources
  QFile file(QStringLiteral(":/guide/%1.md").arg(page));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

GuideDialog::GuideDialog(QWidget* parent)
    : QDialog(parent), list_(new QListWidget(this)), note_(new QLabel(this)), text_(new QTextBrowser(this)) {
  constexpr int g = Theme::kGrid;
  setObjectName("guideDialog");
  resize(kGuideSize);
  list_->setObjectName("guidePages");
  list_->setFixedWidth(kListWidth);
  for (const QString& page : pages()) {
    // A page begins with its title: "# Embeddings".
    auto* item = new QListWidgetItem(text(page).section(u'\n', 0, 0).mid(2), list_);
    item->setData(Qt::UserRole, page);
  }
  note_->setObjectName("guideLanguageNote");
  note_->setProperty("muted", true);
  text_->setObjectName("guideText");
  text_->setOpenLinks(false);
  text_->setFrameShape(QFrame::NoFrame);
  text_->document()->setDocumentMargin(2 * g);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  auto* right = new QVBoxLayout;
  right->setSpacing(g);
  right->addWidget(note_);
  right->addWidget(text_, 1);
  auto* row = new QHBoxLayout;
  row->setSpacing(g);
  row->addWidget(list_);
  row->addLayout(right, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * g, 2 * g, 2 * g, 2 * g);
  layout->setSpacing(g);
  layout->addLayout(row, 1);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(list_, &QListWidget::currentRowChanged, this, &GuideDialog::render);
  // Links lead from page to page: "train.md".
  connect(text_, &QTextBrowser::anchorClicked, this,
          [this](const QUrl& link) { showPage(QFileInfo(link.path()).completeBaseName()); });
  connect(&Theme::instance(), &Theme::changed, this, &GuideDialog::render);
  retranslate();
  showPage({});
}

void GuideDialog::retranslate() {
  setWindowTitle(tr("User guide"));
  list_->setAccessibleName(tr("Pages of the guide"));
  text_->setAccessibleName(tr("User guide"));
  note_->setText(tr(kOnlyEnglish));
  // In English there is nothing to excuse.
  note_->setVisible(note_->text() != QLatin1String(kOnlyEnglish));
}

void GuideDialog::showPage(const QString& name) {
  list_->setCurrentRow(static_cast<int>(std::max<qsizetype>(0, pages().indexOf(name))));
}

QString GuideDialog::page() const {
  const auto* item = list_->currentItem();
  return item != nullptr ? item->data(Qt::UserRole).toString() : QString();
}

// Again with every theme: the colour of links is a part of the text.
void GuideDialog::render() {
  text_->setMarkdown(text(page()));
}

void GuideDialog::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) retranslate();
  QDialog::changeEvent(event);
}

}  // namespace marcie::ui
