// Convolution of one real image with three kernels at once by FFT. Internal to the grid repulsion.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/project/crew.h"

namespace marcie::project {

// An image [nodes, nodes] is padded with zeros to [size, size], size ≥ 2 nodes, so that the circular convolution is the
// plain one. Only rows that hold something are transformed, and only rows that somebody reads are transformed back.
// One result for any number of threads: FFTW plans by estimate, and each row or column is transformed by itself.
class Convolution {
 public:
  static constexpr int kKernels = 3;

  explicit Convolution(std::int64_t nodes);
  ~Convolution();
  Convolution(const Convolution&) = delete;
  Convolution& operator=(const Convolution&) = delete;

  // The smallest size that holds `nodes` and has small prime factors only.
  [[nodiscard]] static std::int64_t sizeFor(std::int64_t nodes);
  [[nodiscard]] std::int64_t nodes() const { return nodes_; }

  // kernel(k, dy, dx): value of kernel k at a displacement of whole nodes, |dx|, |dy| ≤ size / 2.
  using Kernel = std::function<float(int k, std::int64_t dy, std::int64_t dx)>;
  void setKernels(const Kernel& kernel, Crew& crew);

  // Row y of the image, to be filled by the caller; nodes() values. Every row before every convolve().
  [[nodiscard]] float* inputRow(std::int64_t y);
  void convolve(Crew& crew);
  // Row y of image ⊛ kernel k, nodes() values; valid after convolve().
  [[nodiscard]] const float* outputRow(int kernel, std::int64_t y) const;

 private:
  struct Buffers;
  void forwardRows(std::int64_t rows, Crew& crew);
  std::int64_t nodes_, size_;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace marcie::project
