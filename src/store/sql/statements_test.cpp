#include "store/sql/statements.h"

#include <cctype>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace guildhall::store {
namespace {

/// The numbers after each `$`; -1 for anything but a plain number.
std::set<int> ParametersOf(std::string_view text) {
  std::set<int> numbers;
  for (std::size_t at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
    std::size_t end = at + 1;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    const bool plain =
        end > at + 1 &&
        (end == text.size() ||
         (text[end] != ':' && std::isalpha(static_cast<unsigned char>(text[end])) == 0));
    numbers.insert(plain ? std::stoi(std::string(text.substr(at + 1, end - at - 1))) : -1);
  }
  return numbers;
}

TEST(Statements, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Statement* statement : AllStatements()) {
    EXPECT_TRUE(names.insert(statement->name).second) << statement->name;
  }
  EXPECT_GT(names.size(), 80U);
}

TEST(Statements, NameTheirParametersFromOneWithoutGaps) {
  for (const Statement* statement : AllStatements()) {
    const std::set<int> numbers = ParametersOf(statement->text);
    if (numbers.empty()) continue;
    EXPECT_EQ(*numbers.begin(), 1) << statement->name;
    EXPECT_EQ(*numbers.rbegin(), static_cast<int>(numbers.size())) << statement->name;
  }
}

TEST(Statements, OfBothEnginesUseOnlyWhatBothHave) {
  for (const Statement* statement : AllStatements()) {
    if (statement->dialect == Dialect::kPostgresOnly) continue;
    const std::string_view text = statement->text;
    for (const char* foreign : {"any(", "unnest", "lateral", "::", " like ", "for update"}) {
      EXPECT_EQ(text.find(foreign), text.npos) << statement->name;
    }
  }
}

TEST(Statements, OfRowsThatMayWaitInsertTheirParametersInOrder) {
  int rows = 0;
  for (const Statement* statement : AllStatements()) {
    if (statement->gathering != Gathering::kRow) continue;
    const std::string_view text = statement->text;
    std::string values = " values (";
    for (std::size_t i = 1; i <= ParametersOf(text).size(); ++i) {
      values.append(i == 1 ? "$" : ", $").append(std::to_string(i));
    }
    EXPECT_TRUE(text.starts_with("insert into ")) << statement->name;
    EXPECT_NE(text.find(values + ")"), text.npos) << statement->name;
    // An upsert fails when two of its rows are the same.
    EXPECT_EQ(text.find("do update"), text.npos) << statement->name;
    ++rows;
  }
  EXPECT_GT(rows, 2);
}

}  // namespace
}  // namespace guildhall::store
