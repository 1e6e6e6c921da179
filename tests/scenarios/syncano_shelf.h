#pragma once

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {

/// `text` as a value in a query.
inline std::string Encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '_' || c == '$') {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kDigits[byte >> 4U];
      encoded += kDigits[byte & 0xFU];
    }
  }
  return encoded;
}

/// The world of the Syncano documents with a class "item" that has every kind of field, and four
/// items that "$admin" made: Abe, abel, Cain% and Dan, who has a name and nothing else. Their ids
/// are "$abe", "$abel", "$cain", "$dan".
class SyncanoShelfTest : public SyncanoKeysTest {
 protected:
  static constexpr char kItems[] = "/v1.1/instances/rivia/classes/item/objects/";

  void SetUp() override {
    SyncanoKeysTest::SetUp();
    Make("classes", "item",
         R"(,"schema":[{"name":"name","type":"string","order_index":true,"filter_index":true},)"
         R"({"name":"n","type":"integer","order_index":true,"filter_index":true},)"
         R"({"name":"f","type":"float","filter_index":true},)"
         R"({"name":"flag","type":"boolean","filter_index":true},)"
         R"({"name":"at","type":"datetime","order_index":true,"filter_index":true},)"
         R"({"name":"tags","type":"array","filter_index":true},)"
         R"({"name":"place","type":"geopoint","filter_index":true},)"
         R"({"name":"peers","type":"relation","target":"self","filter_index":true},)"
         R"({"name":"boss","type":"reference","target":"item","filter_index":true},)"
         R"({"name":"who","type":"reference","target":"user","filter_index":true},)"
         R"({"name":"body","type":"text"},{"name":"more","type":"object"}])");
  }
  /// Adds an item and keeps its id under `variable`.
  void Put(const std::string& variable, const std::string& members) {
    const Json made = world_->Expect(201, With("POST", kItems, "$admin", "", "{" + members + "}"));
    const Json* id = made.Find("id");
    ASSERT_TRUE(id != nullptr && id->AsInteger() != nullptr);
    world_->Set(variable, std::to_string(*id->AsInteger()));
  }
  void PutItems() {
    Put("abe", R"("name":"Abe","n":1,"f":1.5,"flag":true,"at":"2015-01-01T00:00:00.000000Z",)"
               R"("tags":["x",1],"place":{"longitude":21.0122,"latitude":52.2297},"who":1)");
    Put("abel", R"("name":"abel","n":2,"f":-1,"flag":false,"at":"2016-01-01T00:00:00.000000Z",)"
                R"("tags":["x","1"],"place":{"longitude":19.945,"latitude":50.0647},"boss":$abe,)"
                R"("peers":[$abe])");
    Put("cain", R"("name":"Cain%","n":3,"tags":[],"peers":[$abe,$abel])");
    Put("dan", R"("name":"Dan")");
  }
  /// The names of a list's objects in their order, or its body when it was refused.
  static std::string NamesIn(const Reply& reply) {
    const auto json = ParseJson(reply.body);
    const Json* objects = json ? json->Find("objects") : nullptr;
    if (reply.status != 200 || objects == nullptr) return reply.body;
    std::string names;
    for (const Json& object : *objects->AsArray()) {
      const Json* name = object.Find("name");
      if (!names.empty()) names += ' ';
      names += name != nullptr && name->AsString() != nullptr ? *name->AsString() : "?";
    }
    return names;
  }
  /// What a query finds.
  [[nodiscard]] std::string Found(const std::string& query, const std::string& more = "",
                                  std::string_view key = "$admin",
                                  std::string_view user_key = "") const {
    return NamesIn(world_->Ask("GET", kItems + ("?query=" + Encoded(query)) + more, key, user_key));
  }
  /// The link of that name in a list, or "".
  static std::string LinkIn(const Reply& reply, std::string_view name) {
    const auto json = ParseJson(reply.body);
    const Json* link = json ? json->Find(name) : nullptr;
    return link == nullptr || link->AsString() == nullptr ? "" : *link->AsString();
  }
  /// The names on each page from `target` on, along the links of that name: "Abe abel|Dan".
  [[nodiscard]] std::string Walk(std::string target, std::string_view link) const {
    std::string pages;
    for (int page = 0; page < 10 && !target.empty(); ++page) {
      const Reply reply = world_->Ask("GET", target, "$admin");
      EXPECT_EQ(reply.status, 200) << target << '\n' << reply.body;
      if (page > 0) pages += '|';
      pages += NamesIn(reply);
      target = LinkIn(reply, link);
    }
    return pages;
  }
};

}  // namespace guildhall::scenarios
