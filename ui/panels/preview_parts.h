// What the previews of data, of pictures and of users and items, have in common. GUI thread.
#pragma once

#include <string>
#include <vector>

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QTreeWidget>

#include "core/api/dataset_summary.h"
#include "ui/panels/data_notes.h"

namespace marcie::ui {

struct PreviewNumber {
  QString value, word;
};
// Large numbers with a word below each, side by side, in rows, as rich text.
[[nodiscard]] QString previewNumbers(const std::vector<std::vector<PreviewNumber>>& rows);
// One line a note behind its mark, as rich text; empty without notes.
[[nodiscard]] QString previewNotes(const std::vector<DataNote>& notes);
// Every reader with its score and reason, the chosen one marked, as rich text.
[[nodiscard]] QString previewReaders(const std::vector<ReaderScore>& readers, const std::string& chosen);

// A label that wraps and whose text can be copied.
[[nodiscard]] QLabel* previewLabel(QWidget* parent, const char* name);
// A framed part with a heading, which is written to `heading`. Its layout is a QVBoxLayout.
[[nodiscard]] QFrame* previewCard(QWidget* parent, QLabel** heading);
// Name and path of the data at the left; buttons are appended by the caller.
[[nodiscard]] QHBoxLayout* previewHead(QLabel* title, QLabel* path);
// Cards in two columns.
[[nodiscard]] QHBoxLayout* previewColumns(const std::vector<QWidget*>& left, const std::vector<QWidget*>& right);

// A tree without header and frame that is as tall as what is unfolded, up to a dozen lines; then it scrolls.
[[nodiscard]] QTreeWidget* previewTree(QWidget* parent, const char* name);
void fitPreviewTree(QTreeWidget* tree);
// Pairs of equal pictures under one headline, the ones across parts in the colour of danger.
void addPreviewDuplicates(QTreeWidget* tree, const QString& headline, const std::vector<DuplicatePair>& pairs,
                          bool isDangerous);

}  // namespace marcie::ui
