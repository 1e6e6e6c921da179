#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace guildhall {

/// What went wrong, in the few meanings that every caller can act on. A dialect maps a code and its
/// problems to its own status and sentence; the codes themselves never reach a client.
enum class Errc : std::uint8_t {
  kUnauthenticated,  ///< the credential is unknown, or the password is wrong
  kForbidden,        ///< the caller is known and may not
  kNotFound,         ///< no such row, or none that the caller may know of
  kAlreadyExists,    ///< the row that was to be made is there
  kInvalid,          ///< the input breaks a rule; `problems` says which
  kConflict,         ///< the state forbids it: expected revision, limit reached
  kThrottled,       ///< too many attempts; `Problem::a` of the first problem is the wait in seconds
  kBudgetExceeded,  ///< the question would examine more than the server allows
  kUnavailable,     ///< the store or a queue cannot take it now; repeating later may help
  kWouldWait,       ///< the answer needs waiting, and the caller said that it cannot
  kInternal,        ///< our fault, or damaged data; the detail is in the log
};

/// Why one field of the input was refused. Never a dialect's word.
enum class Reason : std::uint8_t {
  kRequired,          ///< the field is missing
  kBlank,             ///< present, but empty after trimming
  kNull,              ///< null where a value is needed
  kTooLong,           ///< `a` = limit, `b` = length given (both in characters)
  kTooShort,          ///< `a` = limit, `b` = length given
  kTooMany,           ///< `a` = limit
  kOutOfRange,        ///< `a`, `b` = the bounds
  kTaken,             ///< unique, and another row has it
  kUnknownId,         ///< `a` = the id that does not exist (or that the caller may not know of)
  kUnknownName,       ///< names something that does not exist
  kWrongType,         ///< not the kind of value that the field holds
  kBadCharacter,      ///< holds a character that the field does not allow
  kBadFormat,         ///< of the right type, but not of the field's form
  kReserved,          ///< a value that the product keeps for itself
  kNotAllowed,        ///< the value is valid, and this caller may not set it
  kImmutable,         ///< cannot change after creation
  kRevisionMismatch,  ///< `a` = revision expected by the caller, `b` = the present one
  kLimitReached,      ///< `a` = the limit
  kNotMember,         ///< the caller is not in the group
  kWrongPassword,     ///< the account exists, the password does not match
  kUnknownAccount,    ///< no such account to sign in to
  kRetryAfter,        ///< `a` = seconds until it may be tried again
  kNeedsRoom,         ///< the channel is divided into rooms and none was named
  kNotPublishable,    ///< the channel takes no messages from clients
  kNoPublishRight,    ///< the record's channel does not let this caller publish
  kProtected,         ///< the row belongs to the product and cannot be changed so
  kBusy,              ///< something that takes longer is still at work on it
};

/// One refused field. `field` is the core's name of it ("name", "group"), "" for the whole input.
struct Problem {
  std::string field;
  Reason reason{};
  std::int64_t a = 0;
  std::int64_t b = 0;

  friend bool operator==(const Problem&, const Problem&) = default;
};

/// The failure side of every `Result`. `detail` is for the operator's log; nobody parses it, no
/// client sees it, and it never holds a credential.
struct Error {
  Errc code = Errc::kInternal;
  std::vector<Problem> problems;
  std::string detail;

  friend bool operator==(const Error&, const Error&) = default;
};

/// The stable lower-case name of a code, for logs and metrics ("not_found").
const char* NameOf(Errc code);

}  // namespace guildhall
