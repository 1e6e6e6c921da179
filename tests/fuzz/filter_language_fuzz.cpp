// Whatever a list of objects is asked by: a filter is made or refused in a sentence, and what a
// link carries is read back as what it was.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dialects/syncano/filter_language.h"
#include "dialects/syncano/object_order.h"

namespace {

using namespace guildhall;
using namespace guildhall::syncano;

Field Indexed(std::int32_t number, std::string name, FieldType type, Target target = {}) {
  Field field;
  field.number = number;
  field.name = std::move(name);
  field.type = type;
  field.ordered = type != FieldType::kList && type != FieldType::kGeoPoint;
  field.filterable = true;
  field.target = std::move(target);
  return field;
}

Collection Books() {
  Collection books;
  books.id = CollectionId(20);
  books.fields = {Indexed(1, "title", FieldType::kString),
                  Indexed(2, "pages", FieldType::kInteger),
                  Indexed(3, "price", FieldType::kFloat),
                  Indexed(4, "sold", FieldType::kBoolean),
                  Indexed(5, "printed", FieldType::kDatetime),
                  Indexed(6, "author", FieldType::kReference, {Target::Kind::kUsers, {}, "user"}),
                  Indexed(7, "tags", FieldType::kList),
                  Indexed(8, "place", FieldType::kGeoPoint),
                  Indexed(9, "sequels", FieldType::kRelation, {Target::Kind::kSelf, {}, "self"})};
  return books;
}

/// One channel, and every class looks like the one of books.
class Names : public FilterNames {
 public:
  [[nodiscard]] Result<std::optional<Collection>> FindClass(CollectionId) const override {
    return std::optional(Books());
  }
  [[nodiscard]] Result<std::optional<Channel>> FindChannel(std::string_view name) const override {
    return name == "tavern" ? std::optional(Tavern()) : std::nullopt;
  }
  [[nodiscard]] Result<std::vector<Channel>> ListChannels() const override {
    return std::vector<Channel>{Tavern()};
  }

 private:
  static Channel Tavern() {
    Channel channel;
    channel.id = ChannelId(1);
    channel.name = "tavern";
    return channel;
  }
};

void CheckCondition(const Condition& condition, bool inner) {
  const bool pointing = condition.op == Comparison::kMatches;
  if (pointing != (condition.inner != nullptr)) GH_BUG("a target without its filter");
  if (pointing && inner) GH_BUG("a filter that nests twice");
  if (condition.operands.size() > 128 || condition.elements.size() > 128) {
    GH_BUG("more values than are taken");
  }
  for (const Value& value : condition.operands) {
    if (IsNull(value)) GH_BUG("null is compared with");
  }
  if (!pointing) return;
  for (const Condition& below : *condition.inner) CheckCondition(below, true);
}

void CheckFilter(std::string_view input, const Collection& books) {
  const auto read = ReadQueries(QueriesOf(input), books, Names());
  if (!read) GH_BUG("a client made it fail");
  if (read->refusal) {
    const http::Response refused = RefuseQuery(*read->refusal);
    if (refused.status != 400 || !ParseJson(refused.body.view())) GH_BUG("no reason is given");
    return;
  }
  for (const Condition& condition : read->filter) CheckCondition(condition, false);
}

/// A cursor that is taken names the row after which the page begins; a row with these values gives
/// the same cursor again.
void CheckCursor(std::string_view input, const Collection& books) {
  http::Request request;
  request.path = "/";
  request.query = input;
  const ReadOrder read = ReadObjectOrder(request, books);
  auto page = ReadPage(request);
  if (read.refused || !page) return;
  page->descending = read.order.descending;
  page->order_by = read.order.text;
  const auto query = QueryFor(request, *page, read.order);
  if (!query || !query->from || read.order.field.number == 0) return;
  Record record;
  record.id = query->from->id;
  if (!IsNull(query->from->value)) record.fields = {{read.order.field.number, query->from->value}};
  Buffer link;
  page->size = 1;
  WriteNextLink(link, "/", *page, 1, BoundaryOf(read.order, record));
  request.query = link.view().substr(3, link.size() - 4);  // between `"/?` and `"`
  page->forward = true;
  const auto again = QueryFor(request, *page, read.order);
  if (!again || !again->from) GH_BUG("a link of ours is refused");
  if (again->from->id != query->from->id || again->from->value != query->from->value) {
    GH_BUG("a link names another row");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static const Collection books = Books();
  CheckFilter(input, books);
  CheckCursor(input, books);
  return 0;
}
