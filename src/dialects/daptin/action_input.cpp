#include "dialects/daptin/action_input.h"

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

/// False when the form is none.
bool AddForm(std::string_view form, Json::Object& attributes) {
  auto fields = dialects::ReadForm(form);
  if (!fields) return false;
  for (auto& [name, value] : *fields) {
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

}  // namespace

Result<ActionInput> ActionInput::Read(const http::Request& request) {
  ActionInput input;
  if (!Trim(request.body).empty()) {
    if (IsForm(request)) {
      if (!AddForm(request.body, input.attributes_)) return BadBody();
    } else {
      GH_CHECK(AddJson(request.body, input.attributes_));
    }
  }
  if (!AddForm(request.query, input.attributes_)) return BadBody();
  return input;
}

std::string_view ActionInput::Text(std::string_view name) const {
  // The last one counts: what came later wins.
  for (auto member = attributes_.rbegin(); member != attributes_.rend(); ++member) {
    if (member->first != name) continue;
    const std::string* text = member->second.AsString();
    return text == nullptr ? std::string_view() : Trim(*text);
  }
  return {};
}

}  // namespace guildhall::daptin
