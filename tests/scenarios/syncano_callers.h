#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/scenarios/syncano_administrators.h"

namespace guildhall::scenarios {

/// What is made anew before a route is tried, so that every caller finds the same.
enum class Fresh : std::uint8_t {
  kNothing,
  kHelper,      ///< an administrator with the role read: "$helper_id"
  kInvitation,  ///< "$invitation_id", with the key "$invitation"
  kKey,         ///< an API key without flags: "$key_id"
  kUser,        ///< a user in no group: "$user"
  kGroup,       ///< a group with nobody in it: "$group"
  kMembership,  ///< "$group" with ciri (2) in it
  kClass,       ///< a class that anybody may fill: "$class"
  kObject,      ///< "$shared" and "$secret", both of geralt (1), in the class book
  kChannel,     ///< "$channel", which everybody may publish to
};

/// Whether the owner of the instance sees by himself that a write was made.
enum class Trace : std::uint8_t {
  kSeen,
  kUnseen,
  kLast,  ///< the instance is gone under its name: tried by one caller only
};

/// One route, and who may use it. Syncano v1.1, as its documents and the page of the dialect say.
struct CallerRow {
  std::string_view method;
  std::string_view path;  ///< below "/v1.1"; with variables of the world
  int success = 200;
  /// One mark a kind of caller: `+` is served, `-` 403, `.` 404 (it is hidden from him), `!` 400.
  /// In this order: nobody, a wrong key, an account without a role, a key of another instance;
  /// the owner, the roles full, write, read; an API key without a flag, with ignore_acl,
  /// allow_user_create, allow_group_create, allow_anonymous_read; such a key with geralt (who owns
  /// what there is, and is in the group), with triss (who is in the group), with ciri (who is
  /// not), and ignore_acl with geralt. Blanks count for nothing.
  std::string_view who;
  std::string_view body{};
  Fresh fresh = Fresh::kNothing;
  Trace trace = Trace::kSeen;
};

/// One way to present a credential, and the place of its mark in `CallerRow::who`.
struct CallerKind {
  std::string_view name;
  std::size_t mark;
  std::string_view key;
  std::string_view user_key{};
};

/// Marks of those who have no part in the instance at all.
inline constexpr std::size_t kStrangers = 4;
inline constexpr std::size_t kForeignMark = 3;
inline constexpr std::size_t kOwnerMark = 4;
inline constexpr std::size_t kMarks = 17;

const std::vector<CallerKind>& CallerKinds();

// The whole surface, by noun. Each table is played by a test of its file.
const std::vector<CallerRow>& AccountRows();
const std::vector<CallerRow>& InstanceRows();
/// Each of these ends the instance's name, and needs a world of its own.
const std::vector<CallerRow>& InstanceEndRows();
const std::vector<CallerRow>& AdministrationRows();
const std::vector<CallerRow>& PeopleRows();
const std::vector<CallerRow>& ClassRows();
const std::vector<CallerRow>& ChannelRows();
std::vector<CallerRow> AllCallerRows();

/// The world of the documents with every kind of caller. Beside those of `BuildRivia` and
/// `SyncanoAdministratorsTest`: "$newcomer" and "$loner", accounts without a role (the second has
/// confirmed its e-mail); triss is in the group too; classes and channels "open" to the group more
/// than to others, for the "clique" only, and "closed".
class SyncanoCallersTest : public SyncanoAdministratorsTest {
 protected:
  void SetUp() override;

  /// Tries each row by every kind of caller. Who is refused is told nothing and changes nothing.
  void TryAll(const std::vector<CallerRow>& rows);
  /// Strangers are answered the same for what is there and for what is not.
  void CompareWithMissing(const CallerRow& row);
  /// That a path in the instance has no such method is told to whom it serves, and to no stranger.
  void TryOtherMethods(const CallerRow& row);
  /// Everybody is answered the same below an instance that is not there.
  void TryInNoInstance(const CallerRow& row);

 private:
  /// Keys that were good once: "$removed_key", "$replaced_key", "$replaced_account",
  /// "$removed_user".
  void RevokeKeys();
  void Try(const CallerRow& row);
  void Refuse(const CallerRow& row, const CallerKind& kind);
  void TryRefused(const CallerRow& row);
  void TryServed(const CallerRow& row);
  Reply Attempt(const CallerRow& row, const CallerKind& kind, std::string_view path);
  void ExpectServed(const CallerRow& row, const CallerKind& kind, const Reply& reply);
  void Prepare(Fresh fresh);
  void PrepareHelper();
  void PrepareObjects();
  /// Makes a thing in rivia and keeps one member of it.
  void MakeIn(const std::string& path, const std::string& body, const std::string& variable,
              std::string_view member = "id");
  /// A number that was not used yet, as "$n".
  void NextNumber();
  /// All that the owner sees.
  [[nodiscard]] std::string Seen() const;
  /// Keys that a served request has replaced.
  void RememberKeys(const CallerKind& kind, const Reply& reply);

  int number_ = 100;
};

}  // namespace guildhall::scenarios
