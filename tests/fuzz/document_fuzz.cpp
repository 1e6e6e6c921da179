// ReadDocument and ReadRelationship take any JSON: they give a document, or a refusal with a title.
// A document names a type, and every relation and attribute that it says it has can be found.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "dialects/daptin/rows/document.h"

namespace {

using guildhall::Json;
using guildhall::daptin::ReadDocument;
using guildhall::daptin::ReadRelationship;

void CheckDocument(const Json& body) {
  const auto document = ReadDocument(body);
  if (!document) {
    if (document.error().title.empty()) GH_BUG("a refusal without its reason");
    return;
  }
  if (document->type.empty()) GH_BUG("a document of no type");
  for (const auto& [name, value] : document->attributes) {
    if (document->Attribute(name) == nullptr) GH_BUG("an attribute that is not found");
    static_cast<void>(document->ToOne(name));
  }
  for (const auto& relation : document->relations) {
    if (document->Relation(relation.name) == nullptr) GH_BUG("a relation that is not found");
    if (!relation.many && relation.targets.size() > 1) GH_BUG("one target is many");
  }
}

void CheckRelationship(const Json& body) {
  const auto relation = ReadRelationship(body, "owner");
  if (!relation) {
    if (relation.error().title.empty()) GH_BUG("a refusal without its reason");
    return;
  }
  if (relation->name != "owner") GH_BUG("another relation than was asked about");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = guildhall::ParseJson({reinterpret_cast<const char*>(data), size});
  if (!body) return 0;
  CheckDocument(*body);
  CheckRelationship(*body);
  return 0;
}
