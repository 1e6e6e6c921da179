#include "dialects/daptin/rows/document.h"

#include <algorithm>
#include <utility>

namespace guildhall::daptin {
namespace {

constexpr int kNotAcceptable = 406;
constexpr std::string_view kNoType = "invalid record, no type was specified";
constexpr std::string_view kNoData =
    "Source JSON is empty and has no \"attributes\" payload object";

std::string TextOf(const Json* value) {
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::string() : *text;
}

Json::Object MembersOf(const Json* value) {
  const Json::Object* object = value == nullptr ? nullptr : value->AsObject();
  return object == nullptr ? Json::Object{} : *object;
}

/// Nothing when it is no object with an id.
std::optional<Target> ReadTarget(const Json& value) {
  Target target{TextOf(value.Find("id")), MembersOf(value.Find("attributes"))};
  if (target.id.empty()) return std::nullopt;
  return target;
}

/// Nothing when `data` is neither null, nor a target, nor an array of them.
std::optional<RelationInput> ReadTargets(std::string name, const Json& data) {
  RelationInput input{std::move(name)};
  if (data.IsNull()) return input;
  const Json::Array* array = data.AsArray();
  if (array == nullptr) {
    auto target = ReadTarget(data);
    if (!target) return std::nullopt;
    input.targets.push_back(std::move(*target));
    return input;
  }
  input.many = true;
  for (const Json& element : *array) {
    auto target = ReadTarget(element);
    if (!target) return std::nullopt;
    input.targets.push_back(std::move(*target));
  }
  return input;
}

Reading<Json> ReadData(const Json& body) {
  const Json* data = body.Find("data");
  if (data == nullptr) return Refused(kNotAcceptable, std::string(kNoData));
  return *data;
}

/// Appends what `relationships` says, then arrays of targets that stand among the attributes.
Reading<void> ReadRelations(const Json& data, RowDocument& document) {
  for (const auto& [name, value] : MembersOf(data.Find("relationships"))) {
    const Json* targets = value.Find("data");
    if (targets == nullptr) continue;
    auto input = ReadTargets(name, *targets);
    if (!input) return Refused(kNotAcceptable, "invalid data of relationship " + name);
    document.relations.push_back(std::move(*input));
  }
  for (const auto& [name, value] : document.attributes) {
    if (value.AsArray() == nullptr) continue;
    if (auto input = ReadTargets(name, value)) document.relations.push_back(std::move(*input));
  }
  return {};
}

}  // namespace

const Json* RowDocument::Attribute(std::string_view name) const {
  const auto found = std::find_if(attributes.rbegin(), attributes.rend(),
                                  [&](const Json::Member& member) { return member.first == name; });
  return found == attributes.rend() ? nullptr : &found->second;
}

const RelationInput* RowDocument::Relation(std::string_view name) const {
  const auto found =
      std::find_if(relations.begin(), relations.end(),
                   [&](const RelationInput& relation) { return relation.name == name; });
  return found == relations.end() ? nullptr : &*found;
}

std::optional<std::string> RowDocument::ToOne(std::string_view name) const {
  if (const RelationInput* relation = Relation(name); relation != nullptr && !relation->many) {
    return relation->targets.empty() ? std::string() : relation->targets.front().id;
  }
  const Json* attribute = Attribute(name);
  if (attribute == nullptr) return std::nullopt;
  return TextOf(attribute);
}

Reading<RowDocument> ReadDocument(const Json& body) {
  Reading<Json> data = ReadData(body);
  if (!data) return tl::unexpected(std::move(data).error());
  if (data->AsObject() == nullptr) return Refused(kNotAcceptable, std::string(kNoData));
  RowDocument document;
  document.type = TextOf(data->Find("type"));
  if (document.type.empty()) return Refused(kNotAcceptable, std::string(kNoType));
  document.id = TextOf(data->Find("id"));
  document.attributes = MembersOf(data->Find("attributes"));
  if (auto read = ReadRelations(*data, document); !read) {
    return tl::unexpected(std::move(read).error());
  }
  return document;
}

Reading<RelationInput> ReadRelationship(const Json& body, std::string_view name) {
  Reading<Json> data = ReadData(body);
  if (!data) return tl::unexpected(std::move(data).error());
  auto input = ReadTargets(std::string(name), *data);
  if (!input) return Refused(kNotAcceptable, "invalid data of relationship " + std::string(name));
  return std::move(*input);
}

}  // namespace guildhall::daptin
