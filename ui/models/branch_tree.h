// The walks through a diffusion that were asked for: pictures with their first walk, and branches of branches. Plain
// data; GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "core/api/protocol_diffusion.h"

namespace marcie::ui {

struct BranchNode {
  int id = 0;
  int parent = -1;                       // id; -1 = a first walk
  QString path;                          // of the picture
  protocol::DiffusionSettings settings;  // as asked: what is open is the parent's
  int colour = 0;                        // index into the theme's series colours
  std::optional<protocol::DiffusionTraceReply> reply;
  QString error;  // why there is no reply
};

class BranchTree {
 public:
  // Parents before their branches, branches in the order in which they were made.
  [[nodiscard]] const std::vector<BranchNode>& nodes() const { return nodes_; }
  [[nodiscard]] BranchNode* find(int id);
  [[nodiscard]] const BranchNode* find(int id) const;
  [[nodiscard]] int depth(int id) const;  // 0 for a first walk
  int addRoot(const QString& path, const protocol::DiffusionSettings& settings);
  // Precondition: find(parent).
  int addBranch(int parent, const protocol::DiffusionSettings& settings);
  // With everything that branches from it.
  void remove(int id);
  void clear() { nodes_.clear(); }
  // Another picture for a first walk and all that branch from it; their replies are forgotten.
  void setPath(int root, const QString& path);
  void forgetReplies();
  // What the engine is asked: the settings from the first walk to this one.
  [[nodiscard]] std::vector<protocol::DiffusionSettings> lineage(int id) const;

 private:
  [[nodiscard]] std::size_t placeOf(int id) const;
  [[nodiscard]] std::size_t endOf(std::size_t place) const;
  int add(std::size_t place, BranchNode node);
  std::vector<BranchNode> nodes_;
  int next_ = 1;
};

}  // namespace marcie::ui
