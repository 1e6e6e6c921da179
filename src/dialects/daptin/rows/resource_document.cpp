// How rows are written.
#include <span>
#include <utility>

#include "base/timestamp.h"
#include "core/uid_text.h"
#include "dialects/daptin/errors.h"
#include "dialects/daptin/rows/attributes.h"
#include "dialects/daptin/rows/resource.h"
#include "dialects/daptin/tables/builtin_tables.h"

namespace guildhall::daptin {
namespace {

/// Writes them at once.
struct AttributeWriter {
  JsonWriter& out;

  template <std::size_t N>
  void operator()(const char (&name)[N], Time time) const {
    out.Key(name);
    AppendTimestamp(out.BeginText(), time);
    out.EndText();
  }
  template <std::size_t N, class Value>
  void operator()(const char (&name)[N], const Value& value) const {
    out.Member(name, value);
  }
};

void WriteTargets(JsonWriter& out, bool to_one, std::span<const Identifier> targets) {
  const auto write = [&](const Identifier& target) {
    out.BeginObject();
    out.Member("type", target.type);
    out.Member("id", target.id);
    out.EndObject();
  };
  out.BeginObject();
  out.Key("data");
  if (to_one && targets.empty()) {
    out.Null();
  } else if (to_one) {
    write(targets.front());
  } else {
    out.BeginArray();
    for (const Identifier& target : targets) write(target);
    out.EndArray();
  }
  out.EndObject();
}

}  // namespace

void WriteLinkage(JsonWriter& out, const RelationData& relation) {
  WriteTargets(out, relation.to_one, relation.targets);
}

void WriteIncluded(JsonWriter& out, const std::vector<Resource>& included) {
  if (included.empty()) return;
  out.Key("included");
  out.BeginArray();
  for (const Resource& resource : included) WriteResource(out, resource);
  out.EndArray();
}

void WriteResource(JsonWriter& out, const Resource& resource) {
  out.BeginObject();
  out.Member("type", resource.type);
  out.Member("id", resource.id);
  out.Key("attributes");
  out.BeginObject();
  out.Member("__type", resource.type);
  for (const auto& [name, value] : resource.attributes) {
    out.KeyText(name);
    out.Value(value);
  }
  out.EndObject();
  out.Key("relationships");
  out.BeginObject();
  for (const RelationData& relation : resource.relations) {
    out.KeyText(relation.name);
    WriteLinkage(out, relation);
  }
  out.EndObject();
  out.EndObject();
}

http::Response ShowOwnAccount(const Table& accounts, const User& user) {
  const Identifier self{std::string(kAccounts), TextOf(user.uid)};
  Buffer body;
  JsonWriter out(body);
  out.BeginObject();
  out.Key("data");
  out.BeginObject();
  out.Member("type", accounts.name);
  out.Member("id", self.id);
  out.Key("attributes");
  out.BeginObject();
  out.Member("__type", accounts.name);
  ShowStandard(StandardOf(user), self.id, AttributeWriter{out});
  ShowAccount(user, AttributeWriter{out});
  out.Member("user_account_id", self.id);
  out.EndObject();
  out.Key("relationships");
  out.BeginObject();
  for (const Relation& relation : accounts.relations) {
    const bool leads_home = relation.name == "user_account_id";
    out.KeyText(relation.name);
    WriteTargets(out, relation.to_one(), std::span(&self, leads_home ? 1 : 0));
  }
  out.EndObject();
  out.EndObject();
  out.EndObject();
  return Document(200, std::move(body));
}

http::Response ShowResource(int status, const Resource& resource,
                            const std::vector<Resource>& included, bool readable) {
  Buffer body;
  JsonWriter out(body);
  out.BeginObject();
  out.Key("data");
  if (readable) {
    WriteResource(out, resource);
  } else {
    out.BeginObject();
    out.Member("type", resource.type);
    out.Member("id", resource.id);
    out.Key("attributes");
    out.BeginObject();
    out.EndObject();
    out.EndObject();
  }
  WriteIncluded(out, included);
  out.EndObject();
  return Document(status, std::move(body));
}

}  // namespace guildhall::daptin
