#include "dialects/syncano/object_order.h"

#include <string>

#include <gtest/gtest.h>

#include "base/timestamp.h"

namespace guildhall::syncano {
namespace {

Collection Books() {
  Collection books;
  Field title{1, "title", FieldType::kString, true};
  Field pages{2, "pages", FieldType::kInteger, true};
  Field printed{3, "printed", FieldType::kDatetime, true};
  Field plain{4, "plain", FieldType::kString};
  books.fields = {title, pages, printed, plain};
  return books;
}

http::Request Asking(std::string_view query) {
  http::Request request;
  request.path = "/v1.1/instances/rivia/classes/book/objects/";
  request.query = query;
  return request;
}

ObjectOrder Order(std::string_view query) {
  ReadOrder read = ReadObjectOrder(Asking(query), Books());
  EXPECT_FALSE(read.refused) << query;
  return std::move(read.order);
}

std::string Refused(std::string_view query) {
  const ReadOrder read = ReadObjectOrder(Asking(query), Books());
  return read.refused ? std::string(read.refused->body.view()) : "accepted";
}

std::optional<RecordQuery> Query(std::string_view query) {
  const http::Request request = Asking(query);
  const ObjectOrder order = Order(query);
  std::optional<Page> page = ReadPage(request);
  if (!page) return std::nullopt;
  page->descending = order.descending;
  return QueryFor(request, *page, order);
}

TEST(ObjectOrder, IsByIdUnlessAnotherIsAskedFor) {
  EXPECT_EQ(Order("").field, FieldRef{});
  EXPECT_EQ(Order("order_by=-id").field, FieldRef{});
  EXPECT_TRUE(Order("order_by=-id").descending);
  EXPECT_EQ(Order("order_by=updated_at").field, (FieldRef{0, BuiltinField::kUpdatedAt}));
  EXPECT_EQ(Order("order_by=-pages").field.number, 2);
}

TEST(ObjectOrder, RefusesInThreeSentences) {
  EXPECT_EQ(Refused("order_by=nothing"), R"({"detail":"Incorrect order_by parameter provided."})");
  EXPECT_EQ(Refused("order_by=revision"), R"({"detail":"Cannot use specified order_by field."})");
  EXPECT_EQ(Refused("order_by=plain"),
            R"({"detail":"Cannot use specified order_by field. Set required index on schema )"
            R"(first."})");
}

TEST(ObjectOrder, PagesContinueAtAValue) {
  const auto query = Query("order_by=pages&direction=1&last_pk=7&last_value=202");
  ASSERT_TRUE(query && query->from);
  EXPECT_EQ(query->from->value, Value(std::int64_t{202}));
  EXPECT_EQ(query->from->id, RecordId(7));
  EXPECT_FALSE(query->descending);
  const auto back = Query("order_by=pages&direction=0&last_pk=7");
  ASSERT_TRUE(back && back->from);
  EXPECT_TRUE(IsNull(back->from->value)) << "no value is null";
  EXPECT_TRUE(back->descending);
  EXPECT_FALSE(Query("order_by=pages&direction=1&last_pk=7&last_value=x"));
  EXPECT_FALSE(Query("last_pk=7")->from) << "without a direction it is the first page";
}

TEST(ObjectOrder, BoundariesSurviveALink) {
  Record record;
  record.id = RecordId(7);
  record.created_at = ParseTimestamp("2015-05-19T15:52:36.183576Z").value();
  record.fields = {{1, Value(std::string("a b&\"\xc3\xa9"))}, {2, Value(std::int64_t{-3})}};
  EXPECT_FALSE(BoundaryOf(Order(""), record).value);
  EXPECT_FALSE(BoundaryOf(Order("order_by=printed"), record).value);
  EXPECT_EQ(BoundaryOf(Order("order_by=pages"), record).value, "-3");
  EXPECT_EQ(BoundaryOf(Order("order_by=created_at"), record).value, "2015-05-19T15:52:36.183576Z");
  Page page;
  page.order_by = "-title";
  page.size = 1;
  Buffer out;
  WriteNextLink(out, "/o/", page, 1, BoundaryOf(Order("order_by=-title"), record));
  EXPECT_EQ(out.view(),
            R"("/o/?order_by=-title&direction=1&last_pk=7&last_value=a%20b%26%22%C3%A9")");
}

}  // namespace
}  // namespace guildhall::syncano
