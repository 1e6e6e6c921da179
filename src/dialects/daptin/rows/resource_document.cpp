// How rows are written.
#include <span>
#include <string_view>
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

/// The frame of a resource, whose two objects `write_attributes` and `write_relations` fill.
template <class Attributes, class Relations>
void WriteFrame(JsonWriter& out, std::string_view type, std::string_view id,
                const Attributes& write_attributes, const Relations& write_relations) {
  out.BeginObject();
  out.Member("type", type);
  out.Member("id", id);
  out.Key("attributes");
  out.BeginObject();
  out.Member("__type", type);
  write_attributes();
  out.EndObject();
  out.Key("relationships");
  out.BeginObject();
  write_relations();
  out.EndObject();
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
  const auto write_attributes = [&] {
    for (const auto& [name, value] : resource.attributes) {
      out.KeyText(name);
      out.Value(value);
    }
  };
  const auto write_relations = [&] {
    for (const RelationData& relation : resource.relations) {
      out.KeyText(relation.name);
      WriteLinkage(out, relation);
    }
  };
  WriteFrame(out, resource.type, resource.id, write_attributes, write_relations);
}

http::Response ShowOwnAccount(const Table& accounts, const User& user) {
  const Identifier self{std::string(kAccounts), TextOf(user.uid)};
  Buffer body;
  JsonWriter out(body);
  const auto write_attributes = [&] {
    ShowStandard(StandardOf(user), self.id, AttributeWriter{out});
    ShowAccount(user, AttributeWriter{out});
    out.Member("user_account_id", self.id);
  };
  const auto write_relations = [&] {
    for (const Relation& relation : accounts.relations) {
      const bool leads_home = relation.name == "user_account_id";
      out.KeyText(relation.name);
      WriteTargets(out, relation.to_one(), std::span(&self, leads_home ? 1 : 0));
    }
  };
  out.BeginObject();
  out.Key("data");
  WriteFrame(out, accounts.name, self.id, write_attributes, write_relations);
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
