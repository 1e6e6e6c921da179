#pragma once

#include <cstdint>
#include <ostream>
#include <rapidcheck.h>
#include <string>
#include <utility>
#include <vector>

#include "core/collection.h"
#include "core/filter.h"
#include "core/records.h"
#include "tests/property/list_cases.h"

/// Random collections, records and queries. Values are few, so that they meet.
namespace guildhall::test {

/// A record as it will be made. Numbers of other records count from 0, the first of the case.
struct RowDraft {
  AccessList access;
  Fields fields{};
  std::int64_t made = 0;     ///< made at this time, which rises
  std::int64_t changed = 0;  ///< and changed at that one
};

/// What a caller asks. `from` is the pages' business.
struct Question {
  Who who;
  RecordQuery query{};
};

/// One collection with its records, and what is asked of it.
struct QueryCase {
  bool on_postgres = false;
  std::vector<Field> fields;
  std::vector<RowDraft> rows;
  RecordLimits limits;
  std::vector<Question> questions;
};

/// Fields of every type, each with a random kind of list. By their number: what `AnyValue` knows.
rc::Gen<std::vector<Field>> AnyFields();
rc::Gen<QueryCase> AnyQueryCase();

void Show(const Value& value, std::ostream& out);
void Show(const Filter& filter, std::ostream& out);
/// How RapidCheck shows a counterexample.
void showValue(const QueryCase& one, std::ostream& out);

}  // namespace guildhall::test
