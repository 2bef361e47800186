#include "ui/models/branch_tree.h"

#include <algorithm>
#include <set>

namespace marcie::ui {

std::size_t BranchTree::placeOf(int id) const {
  const auto it = std::find_if(nodes_.begin(), nodes_.end(), [id](const BranchNode& node) { return node.id == id; });
  return static_cast<std::size_t>(it - nodes_.begin());
}

BranchNode* BranchTree::find(int id) {
  const std::size_t place = placeOf(id);
  return place < nodes_.size() ? &nodes_[place] : nullptr;
}
const BranchNode* BranchTree::find(int id) const {
  const std::size_t place = placeOf(id);
  return place < nodes_.size() ? &nodes_[place] : nullptr;
}

int BranchTree::depth(int id) const {
  int result = 0;
  for (const BranchNode* node = find(id); node != nullptr && node->parent >= 0; node = find(node->parent)) ++result;
  return result;
}

// Behind the last of what branches from it.
std::size_t BranchTree::endOf(std::size_t place) const {
  std::set<int> inside{nodes_[place].id};
  std::size_t end = place + 1;
  while (end < nodes_.size() && inside.contains(nodes_[end].parent)) inside.insert(nodes_[end++].id);
  return end;
}

int BranchTree::add(std::size_t place, BranchNode node) {
  std::set<int> used;
  for (const BranchNode& other : nodes_) used.insert(other.colour);
  while (used.contains(node.colour)) ++node.colour;
  node.id = next_++;
  const int id = node.id;
  nodes_.insert(nodes_.begin() + static_cast<std::ptrdiff_t>(place), std::move(node));
  return id;
}

int BranchTree::addRoot(const QString& path, const protocol::DiffusionSettings& settings) {
  BranchNode node;
  node.path = path;
  node.settings = settings;
  return add(nodes_.size(), std::move(node));
}

int BranchTree::addBranch(int parent, const protocol::DiffusionSettings& settings) {
  const std::size_t place = placeOf(parent);
  BranchNode node;
  node.parent = parent;
  node.path = nodes_[place].path;
  node.settings = settings;
  return add(endOf(place), std::move(node));
}

void BranchTree::remove(int id) {
  const std::size_t place = placeOf(id);
  if (place == nodes_.size()) return;
  nodes_.erase(nodes_.begin() + static_cast<std::ptrdiff_t>(place),
               nodes_.begin() + static_cast<std::ptrdiff_t>(endOf(place)));
}

void BranchTree::setPath(int root, const QString& path) {
  const std::size_t place = placeOf(root);
  if (place == nodes_.size()) return;
  for (std::size_t i = place; i < endOf(place); ++i) {
    nodes_[i].path = path;
    nodes_[i].reply.reset();
    nodes_[i].error.clear();
  }
}

void BranchTree::forgetReplies() {
  for (BranchNode& node : nodes_) {
    node.reply.reset();
    node.error.clear();
  }
}

std::vector<protocol::DiffusionSettings> BranchTree::lineage(int id) const {
  std::vector<protocol::DiffusionSettings> result;
  for (const BranchNode* node = find(id); node != nullptr; node = find(node->parent)) result.push_back(node->settings);
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace marcie::ui
