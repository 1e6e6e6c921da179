#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/buffer.h"
#include "base/error.h"
#include "base/result.h"
#include "core/ids.h"
#include "core/store.h"
#include "http/request.h"

namespace guildhall::http {

inline constexpr std::string_view kJson = "application/json; charset=utf-8";

/// What the request log says about an answer. Set by the dialect.
struct Facts {
  TenantId tenant;
  std::string_view caller = "none";  ///< "none", "key", "user", "operator"; a literal
  std::int64_t caller_id = 0;
  std::optional<Errc> error;
  std::size_t parts = 0;  ///< requests that a `Sequence` ran; the server sets it
};

/// A finished answer. Movable only.
struct Response {
  int status = 200;
  /// A literal. Not sent when there is no body.
  std::string_view content_type = kJson;
  Buffer body;
  /// Further headers; names and values are sent as they are (the dialect made them).
  std::vector<std::pair<std::string, std::string>> headers;
  /// Sent as `Allow` when not empty. A literal, or text of the route table.
  std::string_view allow;
  Facts facts;
};

/// A change to be made by the store's writer; the answer is sent after its commit. `make` may be
/// run more than once; `refuse` renders the error that undid the change (also the store's own:
/// kUnavailable when its queue is full).
struct Change {
  std::vector<TenantId> tenants;
  std::function<Result<Response>(Transaction&)> make;
  std::function<Response(const Error&)> refuse;
};

/// The handler ran inline and found that it would have to wait: the server runs it again on a
/// worker. Only before any effect.
struct WouldWait {};

/// One request of a `Sequence`.
struct Part {
  Method method = Method::kGet;
  std::string target;  ///< path and query
  std::string body;
};

/// How a part of a `Sequence` ended.
struct PartAnswer {
  enum class Kind : std::uint8_t {
    kAnswered,
    kNoRoute,   ///< no route has the path: nothing ran
    kSequence,  ///< its handler asked for a sequence of its own: refused, nothing of it ran
    kWaits,     ///< its handler asked for more time than a part gets: refused
  };
  Kind kind = Kind::kAnswered;
  Response response;  ///< for kAnswered; its headers are the dialect's to keep or to drop
};

/// Requests that run one after another, each as if it had arrived by itself: its own route and
/// place, its own change, committed before the next part begins. One part's failure stops no other;
/// what is committed stays. A client who leaves ends it before the next part.
struct Sequence {
  /// What each part arrives with, beside its own text; at most `Request::kMaxHeaders`.
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<Part> parts;
  /// The answer to it all; one entry for each part, in order. Called once, on any thread.
  std::function<Response(std::vector<PartAnswer>)> render;
};

/// Nothing is there yet.
struct NotYet {};

/// What a look brought. `WouldWait`: it must be taken on a worker.
using Finding = std::variant<NotYet, WouldWait, Response>;

/// The answer depends on what is said in a topic. The server adds a waiter to the topic and only
/// then looks for the first time, so nothing is lost in between; it looks again whenever the waiter
/// is woken. Meanwhile the request holds no thread and no part of what the client sent: the
/// closures hold copies of what they need. They may be called on any thread, one at a time.
struct Wait {
  Topic topic;
  std::int32_t seconds = 0;  ///< how long at most
  /// Who may have the answer is judged anew at every look: a refusal is a Response.
  std::function<Finding(Patience)> look;
  /// What is answered when the time is up, and when the server stops.
  std::function<Response()> expire;
};

/// An answer whose body is read piece by piece, on workers, while the client takes it: it is never
/// here as a whole. A client who leaves ends it.
struct Download {
  /// Of the first piece's size, and of all but the last one's.
  static constexpr std::size_t kPiece = std::size_t{256} << 10;

  Response head;  ///< without a body; its content type is not looked at
  std::string media_type;
  std::uint64_t size = 0;  ///< of the body, in bytes
  /// The piece at `offset`, a multiple of `kPiece`. Called on one worker at a time; may wait. Where
  /// the first one cannot be read the answer is 500; later the connection ends, which is how the
  /// client learns that something is missing.
  std::function<Result<std::string>(std::uint64_t offset)> read;
};

/// The client is to be told what is said in a topic, message by message, over a WebSocket, until
/// the time of `wait` is up or the server stops.
struct Messages {
  /// `look` gives the next message as a Response of status 200 and moves on behind it: it is called
  /// until there is none, and whenever the waiter is woken. A Response of another status is the
  /// last that is said. Of both only the body is sent, as a text. Nothing is looked for while the
  /// client has not taken what was said before. `expire` is not called.
  Wait wait;
  /// Answered, as 426, to who does not ask for a WebSocket; its facts are those of who does.
  Response no_upgrade;
};

using Answer = std::variant<Response, Change, WouldWait, Sequence, Wait, Download, Messages>;

}  // namespace guildhall::http
