#include "dialects/shared/audit.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace guildhall::dialects {
namespace {

constexpr int kSwitchingProtocols = 101;

using Note = std::function<void(int status)>;

/// What is noted when an answer is there outside a change.
Note NoteOf(AuditLog& audit, AuditEntry entry) {
  return [&audit, entry = std::make_shared<const AuditEntry>(std::move(entry))](int status) {
    AuditEntry noted = *entry;
    noted.status = status;
    audit.Note(std::move(noted));
  };
}

void RecordChange(http::Change& change, const AuditLog& audit, const AuditEntry& entry,
                  const Note& note) {
  if (std::ranges::find(change.tenants, entry.tenant) == change.tenants.end()) {
    // Made in another tenant, where this one's log cannot be written.
    change.make = [make = std::move(change.make), note](Transaction& tx) -> Result<http::Response> {
      GH_TRY(http::Response response, make(tx));
      note(response.status);
      return response;
    };
  } else {
    change.make = [make = std::move(change.make), &audit,
                   entry](Transaction& tx) -> Result<http::Response> {
      GH_TRY(http::Response response, make(tx));
      AuditEntry made = entry;
      made.status = response.status;
      GH_CHECK(audit.Append(tx, std::move(made)));
      return response;
    };
  }
  change.refuse = [refuse = std::move(change.refuse), note](const Error& error) {
    http::Response response = refuse(error);
    note(response.status);
    return response;
  };
}

void RecordWait(http::Wait& wait, const Note& note) {
  wait.look = [look = std::move(wait.look), note](Patience patience) {
    http::Finding found = look(patience);
    if (const auto* response = std::get_if<http::Response>(&found)) note(response->status);
    return found;
  };
  wait.expire = [expire = std::move(wait.expire), note] {
    http::Response response = expire();
    note(response.status);
    return response;
  };
}

void RecordSequence(http::Sequence& sequence, const Note& note) {
  sequence.render = [render = std::move(sequence.render),
                     note](std::vector<http::PartAnswer> answers) {
    http::Response response = render(std::move(answers));
    note(response.status);
    return response;
  };
}

}  // namespace

AuditEntry AuditEntryOf(const http::Request& request, const Caller& caller, std::string name,
                        std::string_view action) {
  AuditEntry entry;
  entry.tenant = caller.tenant;
  const NamedActor actor = ActorOf(caller);
  entry.actor = actor.actor;
  entry.actor_id = actor.id;
  entry.actor_name = std::move(name);
  entry.action = action;
  entry.method = http::NameOf(request.method);
  entry.path = request.path;
  entry.address = request.address;
  entry.request_id = static_cast<std::int64_t>(request.id);
  return entry;
}

http::Answer Recorded(http::Answer answer, AuditLog& audit, AuditEntry entry) {
  if (std::holds_alternative<http::WouldWait>(answer)) return answer;
  if (auto* change = std::get_if<http::Change>(&answer)) {
    RecordChange(*change, audit, entry, NoteOf(audit, entry));
    return answer;
  }
  const Note note = NoteOf(audit, std::move(entry));
  if (const auto* response = std::get_if<http::Response>(&answer)) note(response->status);
  if (auto* wait = std::get_if<http::Wait>(&answer)) RecordWait(*wait, note);
  if (auto* sequence = std::get_if<http::Sequence>(&answer)) RecordSequence(*sequence, note);
  if (const auto* download = std::get_if<http::Download>(&answer)) note(download->head.status);
  if (std::holds_alternative<http::Messages>(answer)) note(kSwitchingProtocols);
  return answer;
}

}  // namespace guildhall::dialects
