#include "core/data/content_hash.h"

#include <cstdio>
#include <cstring>

#include "core/base/random.h"

namespace marcie::data {

ContentHash contentHash(std::string_view bytes) {
  std::uint64_t a = 0x9AE16A3B2F90404FULL;
  std::uint64_t b = 0xC3A5C85C97CB3127ULL;
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    a = (a ^ word) * 0x9FB21C651E98DF25ULL;
    a ^= a >> 32U;
    b = (b + word) * 0xD6E8FEB86659FD93ULL;
    b ^= b >> 29U;
  }
  for (; at < bytes.size(); ++at) {
    a = (a ^ static_cast<unsigned char>(bytes[at])) * 0x9FB21C651E98DF25ULL;
    b = (b + static_cast<unsigned char>(bytes[at])) * 0xD6E8FEB86659FD93ULL;
  }
  return {mix64(a), mix64(b)};
}

void Fingerprint::add(std::string_view bytes) {
  for (const char c : bytes) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  state_ = mix64(state_);
}

void Fingerprint::add(std::uint64_t value) {
  state_ = mix64(state_ ^ value);
}

std::string Fingerprint::hex() const {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state_));
  return text;
}

}  // namespace marcie::data
