#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "core/access.h"
#include "core/ids.h"
#include "core/value.h"

namespace guildhall {

enum class FieldType : std::uint8_t {
  kString = 1,
  kText = 2,
  kInteger = 3,
  kFloat = 4,
  kBoolean = 5,
  kDatetime = 6,
  kFile = 7,       ///< bytes of the record's own
  kReference = 8,  ///< the number of a row of the target
  kDocument = 9,   ///< JSON text of an object
  kList = 10,      ///< of booleans, numbers and texts
  kGeoPoint = 11,
  kRelation = 12,  ///< numbers of rows of the target
};

/// What a reference or relation points to.
struct Target {
  enum class Kind : std::uint8_t { kNone, kSelf, kUsers, kCollection, kGroups };
  Kind kind = Kind::kNone;
  CollectionId collection;  ///< kCollection only; may be gone
  std::string shown;        ///< how clients name the target; the core keeps it as it is

  friend bool operator==(const Target&, const Target&) = default;
};

/// One field of a collection. Its number names the values in stored documents: it is never reused,
/// so a field that is removed and made again starts empty.
struct Field {
  std::int32_t number = 0;
  std::string name;
  FieldType type = FieldType::kString;
  bool ordered = false;     ///< lists can be sorted by it
  bool filterable = false;  ///< lists can be filtered by it
  bool unique = false;      ///< no two records have the same value, null apart
  Target target{};          ///< of references and relations
  /// The list in the index that holds its keys; 0: none. Never reused, so what a former list has
  /// left behind is not found. From the same numbers as `number`.
  std::int32_t index = 0;
  bool building = false;  ///< the list is not complete yet, and must not be used

  friend bool operator==(const Field&, const Field&) = default;
};

/// Fields whose values, taken together, no two records have in common. A record in which one of
/// them is null takes nothing.
struct UniqueSet {
  std::int32_t number = 0;  ///< names its values in the index; from the same numbers as the fields'
  std::vector<std::int32_t> fields;  ///< by number, at least two

  friend bool operator==(const UniqueSet&, const UniqueSet&) = default;
};

/// The collection of profile records: every tenant's first, made with it, of `kCoreOrigin`.
inline constexpr CollectionId kProfiles{16};

// The core's own tables, as collections: their lists are the first gate of callers who act under
// lists. Every tenant has them from birth.
inline constexpr CollectionId kAccountTable{-1};
inline constexpr CollectionId kGroupTable{-2};
inline constexpr CollectionId kMembershipTable{-3};
inline constexpr CollectionId kCollectionTable{-4};
inline constexpr CollectionId kActionTable{-5};
inline constexpr CollectionId kCollectionGrantTable{-6};
inline constexpr CollectionId kActionGrantTable{-7};

/// A named, typed set of records. Served only by the dialect that made it, and by those to which it
/// was published.
struct Collection {
  CollectionId id;
  Uid uid{};
  Origin origin;
  std::string name;  ///< lower-case, unique per tenant and origin
  std::string description;
  std::vector<Field> fields;
  std::int32_t next_field = 1;  ///< number of the next field or index list to be added
  AccessList access;
  std::int64_t revision = 1;  ///< +1 when the fields change
  std::string metadata;       ///< JSON text of an object
  std::vector<UniqueSet> unique_sets{};
  /// How the dialect that made it describes it beyond all this; "" for nothing. Only that dialect
  /// reads it.
  std::string declaration{};
  /// Records lose an owner who is removed; otherwise they go with him.
  bool outlives_owners = false;
  Time created_at;
  Time updated_at;

  /// The tenant's set of profile records, which the core makes and keeps.
  [[nodiscard]] bool holds_profiles() const { return id == kProfiles; }
  [[nodiscard]] const Field* FindField(std::string_view field_name) const;
  [[nodiscard]] const Field* FindField(std::int32_t number) const;

  friend bool operator==(const Collection&, const Collection&) = default;
};

/// A named procedure on a collection, with the list of who may execute it.
struct Action {
  ActionId id;
  CollectionId collection;
  Uid uid{};
  std::string name;  ///< unique in its collection
  /// What it does, in the words of the dialect that made it; "" for the core's own.
  std::string declaration{};
  AccessList access;
  Time created_at;
  Time updated_at;

  friend bool operator==(const Action&, const Action&) = default;
};

// What can be done with the core's own tables; every tenant has them from birth.
inline constexpr ActionId kSignUp{-1};
inline constexpr ActionId kSignIn{-2};
inline constexpr ActionId kBecomeAdministrator{-3};
inline constexpr ActionId kUploadSchema{-4};
inline constexpr ActionId kRemoveTable{-5};
inline constexpr ActionId kRemoveColumn{-6};
inline constexpr ActionId kRenameColumn{-7};
inline constexpr ActionId kResetPassword{-8};
inline constexpr ActionId kFinishPasswordReset{-9};
inline constexpr ActionId kRenewSession{-10};
/// The row of birth that came last: a tenant without it is of an earlier version.
inline constexpr ActionId kLastOfBirth = kRenewSession;

/// One object of a collection.
struct Record {
  RecordId id;
  CollectionId collection;
  Uid uid{};
  AccessList access;
  std::int64_t revision = 1;  ///< +1 when a field's value changes
  std::optional<ChannelId> channel;
  std::string room;  ///< "" when the channel has no rooms
  Fields fields;
  Time created_at;
  Time updated_at;

  friend bool operator==(const Record&, const Record&) = default;
};

/// A topic that callers publish to and read from.
struct Channel {
  ChannelId id;
  Origin origin;
  std::string name;  ///< lower-case, unique per tenant
  std::string description;
  bool rooms = false;        ///< every message belongs to a named room
  bool publishable = false;  ///< clients may publish; otherwise only record changes flow
  bool builtin = false;      ///< cannot be deleted
  AccessList access;         ///< Read = subscribe, Create = publish
  Time created_at;
  Time updated_at;

  friend bool operator==(const Channel&, const Channel&) = default;
};

enum class MessageKind : std::uint8_t { kCustom = 1, kCreate = 2, kUpdate = 3, kDelete = 4 };

/// What was said in a channel. `id` rises by one over the whole tenant.
struct Message {
  MessageId id;
  TopicId topic;
  MessageKind kind = MessageKind::kCustom;
  std::optional<OperatorId> by_operator;
  std::optional<ApiKeyId> by_api_key;
  std::optional<UserId> by_user;
  std::string about;    ///< the collection's name for record changes, "" else
  std::string payload;  ///< JSON text of an object
  Time at;

  friend bool operator==(const Message&, const Message&) = default;
};

}  // namespace guildhall
