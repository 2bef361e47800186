#include "core/project/convolution.h"

#include <complex>
#include <cstring>
#include <fftw3.h>
#include <mutex>
#include <vector>

namespace marcie::project {

struct FreeFftw {
  void operator()(void* p) const { fftwf_free(p); }
};
template <class T>
using Aligned = std::unique_ptr<T[], FreeFftw>;

namespace {

using Complex = std::complex<float>;

constexpr std::int64_t kColumnsAtOnce = 8;  // one cache line of complex numbers

// FFTW's planner is not thread-safe; executing plans is.
std::mutex& plannerMutex() {
  static std::mutex mutex;
  return mutex;
}

template <class T>
Aligned<T> allocate(std::int64_t count) {
  void* memory = fftwf_malloc(static_cast<std::size_t>(count) * sizeof(T));
  if (memory == nullptr) throw std::bad_alloc();
  std::memset(memory, 0, static_cast<std::size_t>(count) * sizeof(T));
  return Aligned<T>(static_cast<T*>(memory));
}

fftwf_complex* raw(Complex* p) {
  return reinterpret_cast<fftwf_complex*>(p);
}

std::int64_t roundUp(std::int64_t value, std::int64_t step) {
  return (value + step - 1) / step * step;
}

}  // namespace

struct Convolution::Buffers {
  std::int64_t realPitch = 0, pitch = 0;                     // elements from one row to the next; whole cache lines
  Aligned<float> input;                                      // [size, realPitch]
  Aligned<Complex> spectrum;                                 // [size, pitch]
  std::array<Aligned<Complex>, kKernels> kernels, products;  // [size, pitch]
  std::array<Aligned<float>, kKernels> outputs;              // [nodes, realPitch]
  fftwf_plan rowForward = nullptr, columnForward = nullptr, columnBack = nullptr, rowBack = nullptr;

  ~Buffers() {
    const std::lock_guard lock(plannerMutex());
    for (fftwf_plan plan : {rowForward, columnForward, columnBack, rowBack}) fftwf_destroy_plan(plan);
  }
};

std::int64_t Convolution::sizeFor(std::int64_t nodes) {
  for (std::int64_t size = roundUp(2 * nodes, 2);; size += 2) {
    std::int64_t rest = size;
    for (const std::int64_t prime : {2, 3, 5}) {
      while (rest % prime == 0) rest /= prime;
    }
    if (rest == 1) return size;
  }
}

Convolution::Convolution(std::int64_t nodes)
    : nodes_(nodes), size_(sizeFor(nodes)), buffers_(std::make_unique<Buffers>()) {
  Buffers& b = *buffers_;
  b.realPitch = roundUp(size_, 16);
  b.pitch = roundUp(size_ / 2 + 1, kColumnsAtOnce);
  b.input = allocate<float>(size_ * b.realPitch);
  b.spectrum = allocate<Complex>(size_ * b.pitch);
  for (int k = 0; k < kKernels; ++k) {
    const auto i = static_cast<std::size_t>(k);
    b.kernels[i] = allocate<Complex>(size_ * b.pitch);
    b.products[i] = allocate<Complex>(size_ * b.pitch);
    b.outputs[i] = allocate<float>(nodes_ * b.realPitch);
  }
  const std::lock_guard lock(plannerMutex());
  const int length = static_cast<int>(size_), pitch = static_cast<int>(b.pitch), many = kColumnsAtOnce;
  Complex* s = b.spectrum.get();
  b.rowForward = fftwf_plan_dft_r2c_1d(length, b.input.get(), raw(s), FFTW_ESTIMATE);
  b.rowBack = fftwf_plan_dft_c2r_1d(length, raw(s), b.outputs[0].get(), FFTW_ESTIMATE);
  b.columnForward = fftwf_plan_many_dft(1, &length, many, raw(s), nullptr, pitch, 1, raw(s), nullptr, pitch, 1,
                                        FFTW_FORWARD, FFTW_ESTIMATE);
  b.columnBack = fftwf_plan_many_dft(1, &length, many, raw(s), nullptr, pitch, 1, raw(s), nullptr, pitch, 1,
                                     FFTW_BACKWARD, FFTW_ESTIMATE);
}

Convolution::~Convolution() = default;

float* Convolution::inputRow(std::int64_t y) {
  return buffers_->input.get() + y * buffers_->realPitch;
}

const float* Convolution::outputRow(int kernel, std::int64_t y) const {
  return buffers_->outputs[static_cast<std::size_t>(kernel)].get() + y * buffers_->realPitch;
}

// Rows [0, rows) of the input into the spectrum, the others are zero; then all columns.
void Convolution::forwardRows(std::int64_t rows, Crew& crew) {
  Buffers& b = *buffers_;
  crew.pieces(size_, 16, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    for (std::int64_t y = begin; y < end; ++y) {
      Complex* to = b.spectrum.get() + y * b.pitch;
      if (y < rows) {
        fftwf_execute_dft_r2c(b.rowForward, inputRow(y), raw(to));
      } else {
        std::fill_n(to, b.pitch, Complex());
      }
    }
  });
}

void Convolution::setKernels(const Kernel& kernel, Crew& crew) {
  Buffers& b = *buffers_;
  for (int k = 0; k < kKernels; ++k) {
    crew.pieces(size_, 16, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t) {
      for (std::int64_t y = begin; y < end; ++y) {
        float* row = inputRow(y);
        for (std::int64_t x = 0; x < size_; ++x) {
          row[x] = kernel(k, y <= size_ / 2 ? y : y - size_, x <= size_ / 2 ? x : x - size_);
        }
      }
    });
    forwardRows(size_, crew);
    crew.run(b.pitch / kColumnsAtOnce, [&](std::int64_t i) {
      Complex* columns = b.spectrum.get() + i * kColumnsAtOnce;
      fftwf_execute_dft(b.columnForward, raw(columns), raw(columns));
    });
    const float scale = 1 / (static_cast<float>(size_) * static_cast<float>(size_));  // FFTW does not divide
    Complex* out = b.kernels[static_cast<std::size_t>(k)].get();
    for (std::int64_t i = 0; i < size_ * b.pitch; ++i) out[i] = b.spectrum[static_cast<std::size_t>(i)] * scale;
  }
  std::fill_n(b.input.get(), size_ * b.realPitch, 0.0F);
}

void Convolution::convolve(Crew& crew) {
  Buffers& b = *buffers_;
  forwardRows(nodes_, crew);
  crew.run(b.pitch / kColumnsAtOnce, [&](std::int64_t i) {
    Complex* columns = b.spectrum.get() + i * kColumnsAtOnce;
    fftwf_execute_dft(b.columnForward, raw(columns), raw(columns));
    for (std::size_t k = 0; k < kKernels; ++k) {
      const Complex* kernel = b.kernels[k].get() + i * kColumnsAtOnce;
      Complex* product = b.products[k].get() + i * kColumnsAtOnce;
      for (std::int64_t y = 0; y < size_; ++y) {
        for (std::int64_t x = 0; x < kColumnsAtOnce; ++x) {
          const Complex u = columns[y * b.pitch + x], v = kernel[y * b.pitch + x];
          // Written out: operator* checks for infinities.
          product[y * b.pitch + x] = {u.real() * v.real() - u.imag() * v.imag(),
                                      u.real() * v.imag() + u.imag() * v.real()};
        }
      }
      fftwf_execute_dft(b.columnBack, raw(product), raw(product));
    }
  });
  const std::int64_t pieces = Crew::pieceCount(nodes_, 16);
  crew.run(kKernels * pieces, [&](std::int64_t task) {
    const auto k = static_cast<std::size_t>(task / pieces);
    const std::int64_t begin = task % pieces * 16;
    for (std::int64_t y = begin; y < std::min(nodes_, begin + 16); ++y) {
      fftwf_execute_dft_c2r(b.rowBack, raw(b.products[k].get() + y * b.pitch), b.outputs[k].get() + y * b.realPitch);
    }
  });
}

}  // namespace marcie::project
