#include "dialects/syncano/filter_language.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>
#include <variant>

#include "base/json.h"
#include "base/strings.h"
#include "dialects/syncano/errors.h"
#include "dialects/syncano/field_errors.h"
#include "dialects/syncano/filter_subject.h"
#include "http/request.h"

namespace guildhall::syncano {
namespace {

using Kind = FilterSubject::Kind;

constexpr std::size_t kMaxKeys = 16;
constexpr std::size_t kMaxKey = 64;
constexpr std::size_t kMaxValue = 8'192;
constexpr std::size_t kMaxValues = 128;
constexpr double kMetresPerKilometre = 1'000;
constexpr double kMetresPerMile = 1'609.344;
constexpr double kMaxKilometres = 40'075;
constexpr double kMaxMiles = 24'901;
constexpr double kDefaultMiles = 100;
constexpr double kMaxLongitude = 180;
constexpr double kMaxLatitude = 90;

constexpr std::string_view kBadForm = "Query passed in invalid format.";

/// A part of a filter, or why it is refused, or the fault of a store that could not be asked.
using Failure = std::variant<QueryRefusal, Error>;
template <class T>
using Read = tl::expected<T, Failure>;

tl::unexpected<Failure> No(std::string text) {
  return tl::unexpected<Failure>(QueryRefusal{std::move(text), false});
}

tl::unexpected<Failure> NoForm(std::string_view text) {
  return tl::unexpected<Failure>(QueryRefusal{std::string(text), true});
}

/// The members of an object as the original reads them: of a repeated name, the last.
std::vector<const Json::Member*> LastMembers(const Json& object) {
  std::vector<const Json::Member*> members;
  for (const Json::Member& member : *object.AsObject()) {
    if (object.Find(member.first) == &member.second) members.push_back(&member);
  }
  return members;
}

/// The sentence that refuses the form of a filter, or "".
std::string RefuseForm(const std::vector<const Json::Member*>& members) {
  if (members.size() > kMaxKeys) return "Too many keys defined (exceeds 16).";
  for (const Json::Member* member : members) {
    if (CountCodePoints(member->first) > kMaxKey) return "Too long key defined (exceeds 64).";
    if (CountCodePoints(ToText(member->second)) > kMaxValue) {
      return "Too long value defined for key " + member->first + " (exceeds 8192).";
    }
  }
  return {};
}

/// One operator of one field, as the sentences about it name both.
struct Place {
  const FilterSubject& subject;
  std::string_view field;
  const Lookup& lookup;

  [[nodiscard]] std::string OfField() const {
    return "\"" + std::string(lookup.name.substr(1)) + "\" lookup of field \"" +
           std::string(field) + "\"";
  }
  [[nodiscard]] tl::unexpected<Failure> WrongType() const {
    return No("Invalid value type provided for " + OfField() + ".");
  }
  [[nodiscard]] tl::unexpected<Failure> TooMany() const {
    return No("Too many values provided for " + OfField() + ". Max 128.");
  }
  [[nodiscard]] tl::unexpected<Failure> Refused(const ValueRefusal& refusal) const {
    if (!refusal.beyond_bounds) return WrongType();
    return No("Validation of value provided for " + OfField() + " failed: " + refusal.text);
  }
};

Read<Value> ReadOne(const Place& place, const Json& json) {
  ReadValueResult value = ReadOperand(place.subject, json);
  if (!value) return place.Refused(value.error());
  if (IsNull(*value)) return place.WrongType();
  return std::move(*value);
}

Read<std::vector<Value>> ReadMany(const Place& place, const Json& json) {
  const Json::Array* elements = json.AsArray();
  if (elements == nullptr) return place.WrongType();
  if (elements->size() > kMaxValues) return place.TooMany();
  std::vector<Value> values;
  for (const Json& element : *elements) {
    Read<Value> value = ReadOne(place, element);
    if (!value) return tl::unexpected<Failure>(std::move(value).error());
    values.push_back(std::move(*value));
  }
  return values;
}

/// The elements that an array, or the ids that a relation, must hold.
Read<Condition> ReadHeld(const Place& place, const Json& json, Condition condition) {
  const Json::Array* elements = json.AsArray();
  if (elements == nullptr) return place.WrongType();
  if (elements->size() > kMaxValues) return place.TooMany();
  const ReadValueResult read = ReadElements(place.subject.field->type, json);
  if (!read) return place.WrongType();
  if (const auto* scalars = std::get_if<Scalars>(&*read)) {
    condition.elements = *scalars;
  } else {
    for (const std::int64_t id : std::get<Ids>(*read)) {
      if (id < 0 || id > std::numeric_limits<std::int32_t>::max()) return place.WrongType();
      condition.operands.emplace_back(id);
    }
  }
  return condition;
}

/// A number strictly between `-bound` and `bound`.
std::optional<double> ReadDegrees(const Json& place, std::string_view name, double bound) {
  const Json* member = place.Find(name);
  if (member == nullptr) return std::nullopt;
  const ReadValueResult read = ReadValue(FieldType::kFloat, *member);
  const double* degrees = read ? std::get_if<double>(&*read) : nullptr;
  if (degrees == nullptr || *degrees <= -bound || *degrees >= bound) return std::nullopt;
  return *degrees;
}

/// Metres; miles win where both are given.
std::optional<double> ReadDistance(const Json& place) {
  const Json* miles = place.Find("distance_in_miles");
  const Json* kilometres = place.Find("distance_in_kilometers");
  if (miles == nullptr && kilometres == nullptr) return kDefaultMiles * kMetresPerMile;
  const ReadValueResult read =
      ReadValue(FieldType::kFloat, miles != nullptr ? *miles : *kilometres);
  const double* distance = read ? std::get_if<double>(&*read) : nullptr;
  const double max = miles != nullptr ? kMaxMiles : kMaxKilometres;
  if (distance == nullptr || *distance < 0 || *distance > max) return std::nullopt;
  return *distance * (miles != nullptr ? kMetresPerMile : kMetresPerKilometre);
}

Read<Condition> ReadNear(const Place& place, const Json& json, Condition condition) {
  if (json.AsObject() == nullptr) return place.WrongType();
  const auto longitude = ReadDegrees(json, "longitude", kMaxLongitude);
  const auto latitude = ReadDegrees(json, "latitude", kMaxLatitude);
  if (!longitude || !latitude) return No("Invalid longitude/latitude values.");
  const auto distance = ReadDistance(json);
  if (!distance) return No("Invalid distance value.");
  condition.operands.emplace_back(GeoPoint{*longitude, *latitude});
  condition.distance = *distance;
  return condition;
}

/// Reads the filter of one class, and one level deeper those of its targets.
class Reader {
 public:
  Reader(const Collection& collection, FilterScope scope, const FilterNames& names, bool inner)
      : collection_(collection), scope_(scope), names_(names), inner_(inner) {}

  Read<Filter> ReadObject(const Json& json) const;

 private:
  Read<FilterSubject> FindSubject(const std::string& name) const;
  Read<void> ReadLookups(const FilterSubject& subject, const Json::Member& member,
                         Filter& filter) const;
  Read<Condition> ReadCondition(const Place& place, const Json& json) const;
  Read<Condition> ReadComparison(const Place& place, const Json& json, Condition condition) const;
  Read<Condition> ReadTarget(const Place& place, const Json& json, Condition condition) const;

  const Collection& collection_;
  FilterScope scope_;
  const FilterNames& names_;
  bool inner_;
};

Read<Filter> Reader::ReadObject(const Json& json) const {
  if (json.AsObject() == nullptr) return NoForm(kBadForm);
  const std::vector<const Json::Member*> members = LastMembers(json);
  if (const std::string refusal = RefuseForm(members); !refusal.empty()) return NoForm(refusal);
  Filter filter;
  for (const Json::Member* member : members) {
    const Read<FilterSubject> subject = FindSubject(member->first);
    if (!subject) return tl::unexpected<Failure>(subject.error());
    const Read<void> read = ReadLookups(*subject, *member, filter);
    if (!read) return tl::unexpected<Failure>(read.error());
  }
  return filter;
}

Read<FilterSubject> Reader::FindSubject(const std::string& name) const {
  if (const auto builtin = FindBuiltin(scope_, name)) return *builtin;
  const Field* field = collection_.FindField(name);
  if (field == nullptr && !IsUnfilterable(name)) {
    return No("Invalid field name defined: \"" + name + "\".");
  }
  if (field == nullptr || !field->filterable) {
    return No("Field \"" + name + "\" cannot be used in a query as it is not indexed.");
  }
  return FilterSubject{Kind::kField, FieldRef{field->number, BuiltinField::kId}, field};
}

Read<void> Reader::ReadLookups(const FilterSubject& subject, const Json::Member& member,
                               Filter& filter) const {
  const auto& [name, lookups] = member;
  if (lookups.AsObject() == nullptr) {
    return No("Invalid field \"" + name + "\" lookup type. Expected JSON object.");
  }
  for (const Json::Member* entry : LastMembers(lookups)) {
    const std::optional<Lookup> lookup = FindLookup(subject, entry->first);
    if (!lookup && subject.kind == Kind::kRoom && IsTextLookup(entry->first)) {
      return No(entry->first.substr(1) + " is not supported on this field type.");
    }
    if (!lookup) {
      return No("Invalid lookup \"" + entry->first + "\" defined for field \"" + name + "\".");
    }
    Read<Condition> condition = ReadCondition({subject, name, *lookup}, entry->second);
    if (!condition) return tl::unexpected<Failure>(std::move(condition).error());
    filter.push_back(std::move(*condition));
  }
  return {};
}

Read<Condition> Reader::ReadCondition(const Place& place, const Json& json) const {
  Condition condition;
  condition.field = place.subject.ref;
  condition.op = place.lookup.op;
  condition.fold_case = place.lookup.fold_case;
  switch (place.lookup.form) {
    case OperandForm::kFlag: {
      const bool* exists = json.AsBool();
      if (exists == nullptr) return place.WrongType();
      condition.op = *exists ? Comparison::kExists : Comparison::kMissing;
      return condition;
    }
    case OperandForm::kElements:
      return ReadHeld(place, json, std::move(condition));
    case OperandForm::kPlace:
      return ReadNear(place, json, std::move(condition));
    case OperandForm::kFilter:
      return ReadTarget(place, json, std::move(condition));
    case OperandForm::kValue:
    case OperandForm::kText:
    case OperandForm::kValues:
      break;
  }
  return ReadComparison(place, json, std::move(condition));
}

Read<Condition> Reader::ReadComparison(const Place& place, const Json& json,
                                       Condition condition) const {
  if (place.lookup.form == OperandForm::kValues) {
    Read<std::vector<Value>> values = ReadMany(place, json);
    if (!values) return tl::unexpected<Failure>(std::move(values).error());
    condition.operands = std::move(*values);
  } else {
    Read<Value> value = ReadOne(place, json);
    if (!value) return tl::unexpected<Failure>(std::move(value).error());
    condition.operands.push_back(std::move(*value));
  }
  if (place.subject.kind != Kind::kChannel) return condition;
  Result<Condition> by_number = CompareChannels(condition, names_);
  if (!by_number) return tl::unexpected<Failure>(std::move(by_number).error());
  return std::move(*by_number);
}

Read<Condition> Reader::ReadTarget(const Place& place, const Json& json,
                                   Condition condition) const {
  if (inner_) return NoForm("Double nested queries are not allowed.");
  if (json.AsObject() == nullptr) return place.WrongType();
  const Target& target = place.subject.field->target;
  const bool users = target.kind == Target::Kind::kUsers;
  Result<std::optional<Collection>> found(std::optional<Collection>{collection_});
  if (target.kind != Target::Kind::kSelf) {
    found = names_.FindClass(users ? kProfiles : target.collection);
  }
  if (!found) return tl::unexpected<Failure>(std::move(found).error());
  if (!*found) return No("Referenced class \"" + target.shown + "\" does not exist.");
  const FilterScope scope = users ? FilterScope::kUsers : FilterScope::kObjects;
  Read<Filter> inner = Reader(**found, scope, names_, true).ReadObject(json);
  if (!inner) return tl::unexpected<Failure>(std::move(inner).error());
  condition.inner = std::make_shared<const Filter>(std::move(*inner));
  return condition;
}

}  // namespace

std::vector<std::string> QueriesOf(std::string_view query) {
  std::vector<std::string> queries;
  while (!query.empty()) {
    std::string_view value = CutAt(query, '&');
    const auto name = http::PercentDecode(CutAt(value, '='), true);
    if (name != "query") continue;
    // What does not decode is no JSON either.
    queries.push_back(http::PercentDecode(value, true).value_or("%"));
  }
  return queries;
}

Result<ReadFilter> ReadQueries(const std::vector<std::string>& queries,
                               const Collection& collection, const FilterNames& names) {
  ReadFilter read;
  const Reader reader(collection, FilterScope::kObjects, names, false);
  for (const std::string& text : queries) {
    if (Trim(text).empty()) continue;
    const Result<Json> json = ParseJson(text);
    if (!json) {
      read.refusal = QueryRefusal{"Not a valid JSON string.", false};
      return read;
    }
    Read<Filter> filter = reader.ReadObject(*json);
    if (!filter) {
      if (auto* error = std::get_if<Error>(&filter.error())) return Fail(std::move(*error));
      read.refusal = std::get<QueryRefusal>(std::move(filter).error());
      return read;
    }
    std::ranges::move(*filter, std::back_inserter(read.filter));
  }
  return read;
}

http::Response RefuseQuery(const QueryRefusal& refusal) {
  if (!refusal.listed) return RefusePlainly("query", refusal.text);
  FieldErrors errors;
  errors.Add("query", refusal.text);
  return errors.Render();
}

}  // namespace guildhall::syncano
