#include "core/rec/data/zip_file.h"

#include <algorithm>
#include <array>
#include <optional>

namespace marcie::rec {
namespace {

Error damagedZip(const std::string& what, const std::string& why) {
  return Error{ErrorCode::format, what + " is not a usable archive: " + why, {}, {}};
}

// Little-endian number of `count` bytes at `at`; 0 beyond the end (callers check sizes first).
std::uint32_t numberAt(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = 0; i < count && at + static_cast<std::size_t>(i) < bytes.size(); ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)])) << (8 * i);
  }
  return value;
}

constexpr std::uint32_t kEndMark = 0x06054B50;
constexpr std::uint32_t kCentralMark = 0x02014B50;
constexpr std::uint32_t kLocalMark = 0x04034B50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kLocalSize = 30;

std::optional<std::size_t> endOfDirectory(std::string_view bytes) {
  if (bytes.size() < kEndSize) return {};
  const std::size_t earliest = bytes.size() > kEndSize + 65535 ? bytes.size() - kEndSize - 65535 : 0;
  for (std::size_t at = bytes.size() - kEndSize + 1; at-- > earliest;) {
    if (numberAt(bytes, at, 4) == kEndMark) return at;
  }
  return {};
}

// A canonical Huffman code: symbols in order of length, then value.
class HuffmanCode {
 public:
  // False when the lengths make no code.
  bool build(const std::uint8_t* lengths, int count) {
    counts_.fill(0);
    symbols_.assign(static_cast<std::size_t>(count), 0);
    for (int s = 0; s < count; ++s) ++counts_[lengths[s]];
    counts_[0] = 0;
    int free = 1;
    for (std::size_t length = 1; length < counts_.size(); ++length) {
      free = 2 * free - counts_[length];
      if (free < 0) return false;
    }
    std::array<int, 16> next{};
    for (std::size_t length = 1; length + 1 < counts_.size(); ++length)
      next[length + 1] = next[length] + counts_[length];
    for (int s = 0; s < count; ++s) {
      if (lengths[s] != 0) symbols_[static_cast<std::size_t>(next[lengths[s]]++)] = s;
    }
    return true;
  }

  template <class NextBit>
  std::optional<int> read(NextBit&& bit) const {
    int code = 0;
    int first = 0;
    int index = 0;
    for (std::size_t length = 1; length < counts_.size(); ++length) {
      const int one = bit();
      if (one < 0) return {};
      code = 2 * code + one;
      first *= 2;
      if (code - first < counts_[length]) return symbols_[static_cast<std::size_t>(index + code - first)];
      index += counts_[length];
      first += counts_[length];
    }
    return {};
  }

 private:
  std::array<int, 16> counts_{};
  std::vector<int> symbols_;
};

constexpr std::array<int, 29> kLengthBase{3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                          31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<int, 29> kLengthExtra{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                           2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<int, 30> kDistanceBase{1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                            33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                            1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<int, 30> kDistanceExtra{0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                             6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
constexpr std::array<int, 19> kLengthOrder{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
constexpr int kEndOfBlock = 256;

class Inflater {
 public:
  Inflater(std::string_view packed, std::size_t size, const std::string& what) : in_(packed), size_(size), what_(what) {
    out_.reserve(size);
  }

  Result<std::string> run() {
    for (bool last = false; !last;) {
      const int final = bits(1);
      const int kind = bits(2);
      if (final < 0 || kind < 0) return damagedZip(what_, "it ends in the middle");
      last = final == 1;
      bool good = false;
      if (kind == 0) good = stored();
      if (kind == 1) good = fixedCodes() && block();
      if (kind == 2) good = ownCodes() && block();
      if (!good) return damagedZip(what_, "its compressed data are damaged");
    }
    if (out_.size() != size_) return damagedZip(what_, "its data are shorter than it says");
    return std::move(out_);
  }

 private:
  int bit() {
    if (at_ >= in_.size()) return -1;
    const int value = (static_cast<unsigned char>(in_[at_]) >> used_) & 1;
    if (++used_ == 8) used_ = 0, ++at_;
    return value;
  }
  int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      const int one = bit();
      if (one < 0) return -1;
      value |= one << i;
    }
    return value;
  }

  bool stored() {
    if (used_ != 0) used_ = 0, ++at_;
    const std::size_t length = numberAt(in_, at_, 2);
    if (at_ + 4 + length > in_.size() || out_.size() + length > size_) return false;
    if ((length ^ 0xFFFFU) != numberAt(in_, at_ + 2, 2)) return false;
    out_.append(in_.substr(at_ + 4, length));
    at_ += 4 + length;
    return true;
  }

  bool fixedCodes() {
    std::array<std::uint8_t, 288> lengths{};
    for (std::size_t s = 0; s < lengths.size(); ++s) lengths[s] = s < 144 ? 8 : s < 256 ? 9 : s < 280 ? 7 : 8;
    std::array<std::uint8_t, 30> distances{};
    distances.fill(5);
    return literals_.build(lengths.data(), 288) && distances_.build(distances.data(), 30);
  }

  bool ownCodes() {
    const int literals = bits(5) + 257;
    const int distances = bits(5) + 1;
    const int orders = bits(4) + 4;
    if (literals < 257 || literals > 286 || distances < 1 || distances > 30 || orders < 4) return false;
    std::array<std::uint8_t, 320> lengths{};
    for (int i = 0; i < orders; ++i) {
      const int length = bits(3);
      if (length < 0) return false;
      lengths[static_cast<std::size_t>(kLengthOrder[static_cast<std::size_t>(i)])] = static_cast<std::uint8_t>(length);
    }
    HuffmanCode code;
    if (!code.build(lengths.data(), 19)) return false;
    lengths.fill(0);
    for (int at = 0; at < literals + distances;) {
      const auto symbol = code.read([this] { return bit(); });
      if (!symbol) return false;
      if (*symbol < 16) {
        lengths[static_cast<std::size_t>(at++)] = static_cast<std::uint8_t>(*symbol);
        continue;
      }
      if (*symbol == 16 && at == 0) return false;
      const std::uint8_t value = *symbol == 16 ? lengths[static_cast<std::size_t>(at - 1)] : std::uint8_t{0};
      const int extra = *symbol == 16 ? bits(2) : *symbol == 17 ? bits(3) : bits(7);
      if (extra < 0) return false;
      const int repeat = extra + (*symbol == 18 ? 11 : 3);
      if (at + repeat > literals + distances) return false;
      for (int i = 0; i < repeat; ++i) lengths[static_cast<std::size_t>(at++)] = value;
    }
    return literals_.build(lengths.data(), literals) && distances_.build(lengths.data() + literals, distances);
  }

  bool block() {
    for (;;) {
      const auto symbol = literals_.read([this] { return bit(); });
      if (!symbol) return false;
      if (*symbol == kEndOfBlock) return true;
      if (*symbol < kEndOfBlock) {
        if (out_.size() >= size_) return false;
        out_ += static_cast<char>(*symbol);
      } else if (!copy(static_cast<std::size_t>(*symbol - kEndOfBlock - 1))) {
        return false;
      }
    }
  }

  bool copy(std::size_t lengthCode) {
    if (lengthCode >= kLengthBase.size()) return false;
    const int more = bits(kLengthExtra[lengthCode]);
    const auto code = distances_.read([this] { return bit(); });
    if (more < 0 || !code || static_cast<std::size_t>(*code) >= kDistanceBase.size()) return false;
    const int further = bits(kDistanceExtra[static_cast<std::size_t>(*code)]);
    if (further < 0) return false;
    const auto length = static_cast<std::size_t>(kLengthBase[lengthCode] + more);
    const auto distance = static_cast<std::size_t>(kDistanceBase[static_cast<std::size_t>(*code)] + further);
    if (distance > out_.size() || out_.size() + length > size_) return false;
    for (std::size_t i = 0; i < length; ++i) out_ += out_[out_.size() - distance];
    return true;
  }

  std::string_view in_;
  std::size_t size_;
  const std::string& what_;
  std::string out_;
  std::size_t at_ = 0;
  int used_ = 0;
  HuffmanCode literals_, distances_;
};

}  // namespace

Result<std::vector<ZipEntry>> zipEntries(std::string_view bytes, const std::string& what) {
  const auto end = endOfDirectory(bytes);
  if (!end) return damagedZip(what, "it is no zip archive, or it is cut off");
  const std::uint32_t count = numberAt(bytes, *end + 10, 2);
  std::size_t at = numberAt(bytes, *end + 16, 4);
  std::vector<ZipEntry> entries;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (at + kCentralSize > bytes.size() || numberAt(bytes, at, 4) != kCentralMark) {
      return damagedZip(what, "its directory is damaged");
    }
    const std::uint32_t method = numberAt(bytes, at + 10, 2);
    const std::uint32_t packed = numberAt(bytes, at + 20, 4);
    const std::uint32_t size = numberAt(bytes, at + 24, 4);
    const std::size_t name = numberAt(bytes, at + 28, 2);
    const std::size_t extra = numberAt(bytes, at + 30, 2);
    const std::size_t comment = numberAt(bytes, at + 32, 2);
    const std::size_t local = numberAt(bytes, at + 42, 4);
    if (at + kCentralSize + name > bytes.size()) return damagedZip(what, "its directory is damaged");
    if (method != 0 && method != 8) return damagedZip(what, "it is compressed in a way that is not known here");
    if (packed == 0xFFFFFFFFU || size == 0xFFFFFFFFU) return damagedZip(what, "it is larger than 4 GB");
    if (local + kLocalSize > bytes.size() || numberAt(bytes, local, 4) != kLocalMark) {
      return damagedZip(what, "a file of it is not where the directory says");
    }
    const std::size_t data = local + kLocalSize + numberAt(bytes, local + 26, 2) + numberAt(bytes, local + 28, 2);
    if (data + packed > bytes.size()) return damagedZip(what, "a file of it is cut off");
    entries.push_back(
        {std::string(bytes.substr(at + kCentralSize, name)), method == 8, size, bytes.substr(data, packed)});
    at += kCentralSize + name + extra + comment;
  }
  return entries;
}

Result<std::string> unpack(const ZipEntry& entry, const std::string& what) {
  if (entry.deflated) return inflate(entry.packed, entry.size, what);
  if (entry.packed.size() != entry.size) return damagedZip(what, "a file of it has two sizes");
  return std::string(entry.packed);
}

Result<std::string> inflate(std::string_view packed, std::size_t size, const std::string& what) {
  constexpr std::size_t kLargestRatio = 1032;  // of deflate: nothing is reserved for a lie
  if (size / kLargestRatio > packed.size() + 1) return damagedZip(what, "it claims more than it can hold");
  return Inflater(packed, size, what).run();
}

}  // namespace marcie::rec
