#include "store/postgres/gathered_rows.h"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

constexpr Statement kInsert{"books_insert",
                            "insert into books(id, title, cover) values ($1, $2, $3) on conflict "
                            "do nothing",
                            Dialect::kBoth, Gathering::kRow};
constexpr std::array<Oid, 3> kTypes{kInt8, kText, kBytea};

class Gathered : public testing::Test {
 protected:
  void Add(const std::vector<Parameter>& row) {
    ASSERT_TRUE(parameters_.Fill(row, kTypes));
    rows_.Add(parameters_);
  }
  /// The values that would be sent; "null" for null.
  std::vector<std::string> Values() {
    rows_.Encode(parameters_);
    std::vector<std::string> values;
    for (std::size_t i = 0; i < kTypes.size(); ++i) {
      values.emplace_back(parameters_.At(i).value_or("null"));
    }
    return values;
  }

  EncodedParameters parameters_;
  GatheredRows rows_{kInsert, kTypes};
};

std::string Bytes(const char* text, std::size_t size) { return {text, size}; }

TEST_F(Gathered, OneRowIsInsertedByTheStatementItCameWith) {
  EXPECT_TRUE(rows_.empty());
  Add({std::int64_t{258}, std::string_view("ü"), std::monostate{}});
  EXPECT_FALSE(rows_.empty());
  EXPECT_EQ(&rows_.statement(), &kInsert);
  EXPECT_EQ(Values(), (std::vector<std::string>{Bytes("\0\0\0\0\0\0\1\2", 8), "ü", "null"}));
}

TEST_F(Gathered, SeveralRowsAreInsertedAsArraysOfTheirColumns) {
  Add({std::int64_t{1}, std::string_view("a"), std::monostate{}});
  Add({std::int64_t{2}, std::string_view(), Blob{"b"}});
  EXPECT_STREQ(rows_.statement().name, "books_insert_gathered");
  EXPECT_STREQ(rows_.statement().text,
               "insert into books(id, title, cover) select * from unnest($1::bigint[], "
               "$2::text[], $3::bytea[]) on conflict do nothing");
  const std::string one_dimension = Bytes("\0\0\0\1", 4);
  const std::string two_from_one = Bytes("\0\0\0\2\0\0\0\1", 8);
  const std::vector<std::string> values = Values();
  EXPECT_EQ(values[0], one_dimension + Bytes("\0\0\0\0\0\0\0\x14", 8) + two_from_one +
                           Bytes("\0\0\0\10\0\0\0\0\0\0\0\1", 12) +
                           Bytes("\0\0\0\10\0\0\0\0\0\0\0\2", 12));
  EXPECT_EQ(values[1], one_dimension + Bytes("\0\0\0\0\0\0\0\x19", 8) + two_from_one +
                           Bytes("\0\0\0\1a\0\0\0\0", 9));
  EXPECT_EQ(values[2], one_dimension + Bytes("\0\0\0\1\0\0\0\x11", 8) + two_from_one +
                           Bytes("\xFF\xFF\xFF\xFF\0\0\0\1b", 9));
}

TEST_F(Gathered, NothingIsLeftOfRowsThatWereSentOrDropped) {
  Add({std::int64_t{1}, std::string_view("a"), std::monostate{}});
  Add({std::int64_t{2}, std::string_view("b"), std::monostate{}});
  rows_.Clear();
  EXPECT_TRUE(rows_.empty());
  Add({std::int64_t{3}, std::string_view("c"), Blob{"d"}});
  EXPECT_EQ(&rows_.statement(), &kInsert);
  EXPECT_EQ(Values(), (std::vector<std::string>{Bytes("\0\0\0\0\0\0\0\3", 8), "c", "d"}));
}

TEST_F(Gathered, RowsPrecedeWhatNamesTheirTableAndWhatEndsAPart) {
  constexpr Statement kRead{"books_find", "select title from books where id=$1"};
  constexpr Statement kOther{"users_find", "select name from users where id=$1"};
  constexpr Statement kSavepoint{"savepoint", "savepoint one", Dialect::kBoth,
                                 Gathering::kBoundary};
  EXPECT_FALSE(rows_.Precede(kRead)) << "there are none";
  EXPECT_FALSE(rows_.Precede(kSavepoint));
  Add({std::int64_t{1}, std::string_view("a"), std::monostate{}});
  EXPECT_TRUE(rows_.Precede(kRead));
  EXPECT_TRUE(rows_.Precede(kSavepoint));
  EXPECT_FALSE(rows_.Precede(kOther));
  EXPECT_FALSE(rows_.Precede(kInsert)) << "it adds to them";
}

TEST(NamesTable, IsTrueOfTablesAndNotOfColumnsAndLongerNames) {
  for (const char* statement :
       {"select id from books", "select id from books where id=$1", "delete from books where id=$1",
        "update books set id=$1", "insert into books(id) values ($1)",
        "select a.id from authors a join books b on b.author=a.id",
        "select id from shelves where id in (select shelf from books)"}) {
    EXPECT_TRUE(NamesTable(statement, "books")) << statement;
  }
  for (const char* statement :
       {"select books from authors", "select id, books, born from authors where books=$1",
        "select id from books_of_authors", "update old_books set id=$1", "savepoint books"}) {
    EXPECT_FALSE(NamesTable(statement, "books")) << statement;
  }
}

TEST_F(Gathered, RowsDoNotWaitWithoutABound) {
  const std::string long_title(200'000, 'x');
  int added = 0;
  for (; !rows_.full(); ++added) {
    Add({std::int64_t{added}, std::string_view(long_title), std::monostate{}});
  }
  EXPECT_LT(added, 20);
  rows_.Clear();
  EXPECT_FALSE(rows_.full());
  for (added = 0; !rows_.full(); ++added) {
    Add({std::int64_t{added}, std::string_view("a"), std::monostate{}});
  }
  EXPECT_LE(added, 10'000);
}

}  // namespace
}  // namespace guildhall::store
