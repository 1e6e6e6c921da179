#include "dialects/daptin/actions/action_input.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/strings.h"
#include "dialects/shared/form.h"

namespace guildhall::daptin {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

bool IsForm(const http::Request& request) {
  const std::string_view type = request.Header("content-type").value_or("");
  return EqualsIgnoreCase(Trim(type.substr(0, type.find(';'))), kFormType);
}

// A query's own: the credential of who asks, which no action is to see.
constexpr std::string_view kToken = "token";

/// False when the form is none. A field of the name `but` is left out.
bool AddForm(std::string_view form, std::string_view but, Json::Object& attributes) {
  auto fields = dialects::ReadForm(form);
  if (!fields) return false;
  for (auto& [name, value] : *fields) {
    if (!but.empty() && name == but) continue;
    attributes.emplace_back(std::move(name), Json(std::move(value)));
  }
  return true;
}

tl::unexpected<Error> BadBody() {
  return Fail(Errc::kInvalid, Problem{"body", Reason::kBadFormat});
}

Result<void> AddJson(std::string_view body, Json::Object& attributes) {
  Result<Json> value = ParseJson(body);
  const Json::Object* object = value ? value->AsObject() : nullptr;
  if (object == nullptr) return BadBody();
  const Json* own = value->Find("attributes");
  if (own != nullptr && !own->IsNull()) {
    if (own->AsObject() == nullptr) return BadBody();
    attributes = *own->AsObject();
  }
  for (const auto& [name, member] : *object) {
    if (name != "attributes") attributes.emplace_back(name, member);
  }
  return {};
}

/// Of members of one name the last: what came later wins.
Json::Object LastOfEach(Json::Object members) {
  std::set<std::string_view> seen;
  std::vector<std::size_t> kept;
  for (std::size_t at = members.size(); at-- > 0;) {
    if (seen.insert(members[at].first).second) kept.push_back(at);
  }
  if (kept.size() == members.size()) return members;
  Json::Object last;
  last.reserve(kept.size());
  for (auto at = kept.rbegin(); at != kept.rend(); ++at) last.push_back(members[*at]);
  return last;
}

}  // namespace

Result<ActionInput> ActionInput::Read(const http::Request& request) {
  Json::Object members;
  if (!Trim(request.body).empty()) {
    if (IsForm(request)) {
      if (!AddForm(request.body, "", members)) return BadBody();
    } else {
      GH_CHECK(AddJson(request.body, members));
    }
  }
  if (!AddForm(request.query, kToken, members)) return BadBody();
  ActionInput input;
  input.attributes_ = LastOfEach(std::move(members));
  if (input.attributes_.size() > kMaxAttributes) return BadBody();
  return input;
}

const Json* ActionInput::Find(std::string_view name) const {
  const auto found = std::find_if(attributes_.begin(), attributes_.end(),
                                  [&](const Json::Member& member) { return member.first == name; });
  return found == attributes_.end() ? nullptr : &found->second;
}

std::string_view ActionInput::Text(std::string_view name) const {
  const Json* value = Find(name);
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::string_view() : Trim(*text);
}

void ActionInput::Set(std::string_view name, Json value) {
  const auto found = std::find_if(attributes_.begin(), attributes_.end(),
                                  [&](const Json::Member& member) { return member.first == name; });
  if (found != attributes_.end()) {
    found->second = std::move(value);
  } else {
    attributes_.emplace_back(name, std::move(value));
  }
}

}  // namespace guildhall::daptin
