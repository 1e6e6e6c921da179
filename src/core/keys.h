#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.h"

namespace guildhall {

// Index keys: bytes that sort, byte by byte and shorter first, like the values that they stand for.
// A tag comes first, so values of different kinds never mix; null sorts after everything.

/// Longest key that is stored, in bytes; a longer one is cut to this length, and whoever needs the
/// value exact looks at the record.
inline constexpr std::size_t kMaxKey = 512;

/// The key of one value of a field. Booleans, integers (references too), floats, times, texts,
/// points and null have keys; documents, lists and sets of ids have none as a whole: "". Zero has
/// one key, whatever its sign. A point's key is that of its cell (`KeyOfCell`).
std::string KeyOf(const Value& value);
/// The key of a list's element: numbers as floats, so that 1 and 1.0 are one key.
std::string KeyOf(const Scalar& element);
/// The key of one id of a set.
std::string KeyOfId(std::int64_t id);
/// The key of all points in one cell of a grid of at most 1 cm: 32 bits each of longitude and
/// latitude, from the west and the south, in turn and the highest first. So cells that share their
/// first bits are neighbours, on the map and in the index.
std::string KeyOfCell(std::uint64_t bits);
/// Whether this key may stand for more than one value: it has the length of those that were cut, or
/// it is a cell's.
bool IsCut(std::string_view key);

/// The smallest bytes that sort after everything that begins with `prefix`, which is not all FF.
std::string KeyAfter(std::string_view prefix);

/// The bounds of a range of keys: first included, last excluded.
struct KeyBounds {
  std::string first;
  std::string last;

  friend bool operator==(const KeyBounds&, const KeyBounds&) = default;
};

/// Holds the keys of exactly the texts that begin with `prefix`; of a prefix so long that its keys
/// are cut, of others too.
KeyBounds BoundsOfPrefix(std::string_view prefix);

/// The key by which a unique field compares: `KeyOf`, or a tag of its own and a digest of the value
/// where that would be cut. Points of one cell are the same. "" for null, which is never taken, and
/// where `KeyOf` is.
std::string UniqueKeyOf(const Value& value);
/// The same for several values taken together, from the `UniqueKeyOf` of each, in their order: each
/// behind its length, or a digest of all where that would be too long. "" when one of them is "".
std::string UniqueKeyOf(const std::vector<std::string>& keys);

}  // namespace guildhall
