#include "core/records.h"

#include <algorithm>
#include <utility>

#include "core/detail/rules.h"

namespace guildhall {

namespace {

bool BypassesForReading(const Caller& caller) {
  return caller.Has(Power::kReadAllRecords) || caller.Has(Power::kWriteAllRecords);
}

/// The first gate; what reading and changing ask of it is Read, making a record asks Create.
Result<void> PassCollection(Right right, const Caller& caller, const Collection& collection) {
  const bool bypass =
      right == Right::kRead ? BypassesForReading(caller) : caller.Has(Power::kWriteAllRecords);
  if (!detail::Judge(right, collection.access, caller, bypass)) return Fail(Errc::kForbidden);
  return {};
}

Result<Record> GetForRead(const Snapshot& snapshot, const Caller& caller,
                          const Collection& collection, RecordId id) {
  GH_CHECK(PassCollection(Right::kRead, caller, collection));
  GH_TRY(std::optional<Record> record, snapshot.records().Find(caller.tenant, collection.id, id));
  const bool bypass = BypassesForReading(caller);
  if (!record || !detail::Judge(Right::kRead, record->access, caller, bypass)) {
    return Fail(Errc::kNotFound);
  }
  return *std::move(record);
}

/// The record that the caller is about to change or remove.
Result<Record> GetForWrite(const Snapshot& snapshot, const Caller& caller,
                           const Collection& collection, RecordId id, Right right) {
  GH_TRY(Record record, GetForRead(snapshot, caller, collection, id));
  if (!detail::Judge(right, record.access, caller, caller.Has(Power::kWriteAllRecords))) {
    return Fail(Errc::kForbidden);
  }
  return record;
}

/// A write to a record is also said in its channel, so it needs the right to say it there.
Result<void> PassChannel(const Snapshot& snapshot, const Caller& caller, const Record& record) {
  if (!record.channel) return {};
  GH_TRY(const std::optional<Channel> channel,
         snapshot.channels().Find(caller.tenant, *record.channel));
  const bool bypass = caller.Has(Power::kPublishAllChannels);
  if (channel && detail::Judge(Right::kCreate, channel->access, caller, bypass)) return {};
  return Fail(Errc::kForbidden, Problem{"channel", Reason::kNoPublishRight});
}

bool Fits(FieldType type, const Value& value) {
  switch (type) {
    case FieldType::kString:
    case FieldType::kText:
      return std::holds_alternative<std::string>(value);
    case FieldType::kInteger:
      return std::holds_alternative<std::int64_t>(value);
    case FieldType::kFloat:
      return std::holds_alternative<double>(value);
    case FieldType::kBoolean:
      return std::holds_alternative<bool>(value);
    case FieldType::kDatetime:
      return std::holds_alternative<Time>(value);
  }
  return false;
}

void CheckFields(const Collection& collection, const RecordPatch& patch,
                 std::vector<Problem>& problems) {
  for (const auto& [number, value] : patch.fields) {
    const auto field = std::ranges::find(collection.fields, number, &Field::number);
    if (field == collection.fields.end()) {
      problems.push_back({"fields", Reason::kUnknownId, number});
    } else if (!IsNull(value) && !Fits(field->type, value)) {
      problems.push_back({field->name, Reason::kWrongType});
    }
  }
}

/// `fields` with the patch's values, ascending and without nulls; of two for one field the last.
Fields Merge(Fields fields, const RecordPatch& patch) {
  for (const auto& [number, value] : patch.fields) {
    auto at = std::ranges::lower_bound(fields, number, {}, &Fields::value_type::first);
    const bool present = at != fields.end() && at->first == number;
    if (present && IsNull(value)) {
      fields.erase(at);
    } else if (present) {
      at->second = value;
    } else if (!IsNull(value)) {
      fields.insert(at, {number, value});
    }
  }
  return fields;
}

/// Whether the caller says who owns what he makes; for anybody else that is he himself, or nobody.
bool NamesOwner(const Caller& caller) {
  return !caller.user && caller.Has(Power::kWriteAllRecords);
}

/// The problem with a new owner, if any.
Result<std::optional<Problem>> CheckOwner(const Snapshot& snapshot, TenantId tenant,
                                          std::optional<UserId> owner) {
  if (!owner) return std::optional<Problem>();
  GH_TRY(const std::optional<User> user, snapshot.users().Find(tenant, *owner));
  if (user) return std::optional<Problem>();
  return std::optional(Problem{"owner", Reason::kUnknownId, owner->value()});
}

/// The problem with a new group, if any. Users share with their own groups only.
Result<std::optional<Problem>> CheckPrimary(const Snapshot& snapshot, const Caller& caller,
                                            const AccessList& before, const RecordPatch& patch) {
  std::optional<Problem> problem;
  const auto& primary = patch.access.primary;
  if (!primary || !primary->group || primary->group == before.primary_group) return problem;
  GH_TRY(problem, detail::CheckGroup(snapshot, caller, *primary->group));
  if (problem || !caller.user) return problem;
  if (!std::ranges::binary_search(caller.user->active_groups, *primary->group)) {
    problem = Problem{"group", Reason::kNotMember, primary->group->value()};
  }
  return problem;
}

Result<void> FailIfAny(std::vector<Problem> problems) {
  if (problems.empty()) return {};
  return Fail(Errc::kInvalid, std::move(problems));
}

/// A new record with the patch's content, still without id, owner, channel and times.
Record Draft(const Collection& collection, const RecordPatch& patch) {
  Record record;
  record.collection = collection.id;
  record.access.owner_rights = Rights::All();
  record.access = patch.access.Apply(std::move(record.access));
  record.fields = Merge({}, patch);
  return record;
}

Result<void> CheckDraft(const Snapshot& snapshot, const Caller& caller,
                        const Collection& collection, const RecordPatch& patch) {
  std::vector<Problem> problems;
  if (NamesOwner(caller) && patch.access.owner) {
    GH_TRY(auto problem, CheckOwner(snapshot, caller.tenant, *patch.access.owner));
    if (problem) problems.push_back(*std::move(problem));
  }
  GH_TRY(auto problem, CheckPrimary(snapshot, caller, {}, patch));
  if (problem) problems.push_back(*std::move(problem));
  CheckFields(collection, patch, problems);
  return FailIfAny(std::move(problems));
}

/// Attaches the record to the patch's channel and room.
Result<void> Attach(const Snapshot& snapshot, TenantId tenant, const RecordPatch& patch,
                    Record& record) {
  if (!patch.channel) return {};
  GH_TRY(const std::optional<Channel> channel, snapshot.channels().Find(tenant, *patch.channel));
  if (!channel) {
    return Fail(Errc::kInvalid, Problem{"channel", Reason::kUnknownId, patch.channel->value()});
  }
  record.channel = channel->id;
  if (!channel->rooms) return {};
  if (patch.room.empty()) return Fail(Errc::kInvalid, Problem{"room", Reason::kNeedsRoom});
  record.room = patch.room;
  return {};
}

Result<void> Insert(const detail::Issuer& issuer, Record& record) {
  record.access = detail::IssueGrants(issuer, {}, std::move(record.access));
  record.id = RecordId(issuer.tx.Next(issuer.tenant, Sequence::kRecord));
  record.uid = issuer.identities.MakeUid();
  record.created_at = record.updated_at = issuer.tx.Now(issuer.tenant);
  return issuer.tx.records().Insert(issuer.tenant, record);
}

/// Only those who bypass the lists give a record to somebody else, and never as a user.
bool MayMove(const Caller& caller, const Collection& collection) {
  return NamesOwner(caller) && !collection.holds_profiles();
}

Result<void> CheckUpdate(const Snapshot& snapshot, const Caller& caller,
                         const Collection& collection, const Record& before,
                         const RecordPatch& patch) {
  std::vector<Problem> problems;
  const auto& owner = patch.access.owner;
  if (owner && *owner != before.access.owner) {
    GH_TRY(auto problem, CheckOwner(snapshot, caller.tenant, *owner));
    if (!MayMove(caller, collection)) problem = Problem{"owner", Reason::kImmutable};
    if (problem) problems.push_back(*std::move(problem));
  }
  GH_TRY(auto problem, CheckPrimary(snapshot, caller, before.access, patch));
  if (problem) problems.push_back(*std::move(problem));
  CheckFields(collection, patch, problems);
  GH_CHECK(FailIfAny(std::move(problems)));
  if (!patch.expected_revision || *patch.expected_revision == before.revision) return {};
  return Fail(Errc::kConflict, Problem{"expected_revision", Reason::kRevisionMismatch,
                                       *patch.expected_revision, before.revision});
}

/// What a user may not hand out of the single group's setting, which is read as bits of rights.
/// While there is no group the setting is lowered like the rights that it will become.
Rights Excessive(const AccessList& before, const AccessList& wanted, const AccessList& judged,
                 const Subject& subject) {
  if (judged.primary_group) return wanted.PrimaryRights() - judged.PrimaryRights();
  const Rights kept = Rights::FromBits(before.group_bits) | EffectiveRights(before, subject);
  return Rights::FromBits(wanted.group_bits) - kept;
}

Result<AccessList> ChangeList(const AccessList& before, const AccessPatch& patch,
                              const Caller& caller, Excess excess) {
  const Subject subject = caller.AsSubject(caller.Has(Power::kWriteAllRecords));
  const AccessList wanted = patch.Apply(before);
  GH_TRY(AccessList after, JudgeGrants(before, wanted, subject, excess));
  if (excess == Excess::kClamp && !subject.bypass) {
    after.group_bits &= ~Excessive(before, wanted, after, subject).bits();
  }
  return detail::KeepGrants(before, std::move(after));
}

/// Those who show a profile with its user keep both in memory.
void TouchOwner(Transaction& tx, TenantId tenant, const Record& record) {
  if (record.collection != kProfiles || !record.access.owner) return;
  tx.Touch(tenant, {Touched::Kind::kUser, record.access.owner->value()});
}

std::vector<Audience> ReadingAudiences(const Caller& caller) {
  return AudiencesOf(caller.AsSubject(BypassesForReading(caller)));
}

}  // namespace

Result<Record> Records::Create(Transaction& tx, const Caller& caller, const Collection& collection,
                               const RecordPatch& patch) const {
  if (collection.holds_profiles()) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  GH_CHECK(PassCollection(Right::kCreate, caller, collection));
  GH_CHECK(CheckDraft(tx, caller, collection, patch));
  Record record = Draft(collection, patch);
  if (!NamesOwner(caller)) record.access.owner = caller.user_id();
  GH_CHECK(Attach(tx, caller.tenant, patch, record));
  GH_CHECK(PassChannel(tx, caller, record));
  GH_CHECK(Insert({tx, caller.tenant, identities_}, record));
  GH_CHECK(WriteEvent(tx, caller, caller.tenant, EventKind::kRecordCreated, record.id.value(),
                      collection.id.value()));
  return record;
}

Result<Record> Records::Update(Transaction& tx, const Caller& caller, const Collection& collection,
                               RecordId id, const RecordPatch& patch, Excess excess) const {
  const TenantId tenant = caller.tenant;
  GH_TRY(const Record before, GetForWrite(tx, caller, collection, id, Right::kUpdate));
  GH_CHECK(CheckUpdate(tx, caller, collection, before, patch));
  Record after = before;
  after.fields = Merge(before.fields, patch);
  GH_TRY(after.access, ChangeList(before.access, patch.access, caller, excess));
  GH_CHECK(PassChannel(tx, caller, before));
  if (after == before) return before;
  if (after.fields != before.fields) ++after.revision;
  after.access = detail::IssueGrants({tx, tenant, identities_}, before.access, after.access);
  after.updated_at = tx.Now(tenant);
  GH_CHECK(tx.records().Update(tenant, before, after));
  TouchOwner(tx, tenant, after);
  GH_CHECK(
      WriteEvent(tx, caller, tenant, EventKind::kRecordUpdated, id.value(), collection.id.value()));
  return after;
}

Result<void> Records::Remove(Transaction& tx, const Caller& caller, const Collection& collection,
                             RecordId id) const {
  if (collection.holds_profiles()) return Fail(Errc::kForbidden, Problem{"", Reason::kProtected});
  GH_TRY(const Record record, GetForWrite(tx, caller, collection, id, Right::kDelete));
  GH_CHECK(PassChannel(tx, caller, record));
  GH_CHECK(tx.records().Remove(caller.tenant, record));
  return WriteEvent(tx, caller, caller.tenant, EventKind::kRecordRemoved, id.value(),
                    collection.id.value());
}

Result<Record> Records::Get(const Snapshot& snapshot, const Caller& caller,
                            const Collection& collection, RecordId id) const {
  return GetForRead(snapshot, caller, collection, id);
}

Result<std::vector<Record>> Records::List(const Snapshot& snapshot, const Caller& caller,
                                          const Collection& collection, Seek seek) const {
  GH_CHECK(PassCollection(Right::kRead, caller, collection));
  if (seek.limit <= 0) return std::vector<Record>();
  GH_TRY(const std::vector<RecordId> ids,
         snapshot.records().Walk(caller.tenant, collection.id, ReadingAudiences(caller), seek));
  return snapshot.records().FindMany(caller.tenant, collection.id, ids);
}

Result<std::int64_t> Records::Count(const Snapshot& snapshot, const Caller& caller,
                                    const Collection& collection, std::int64_t bound) const {
  GH_CHECK(PassCollection(Right::kRead, caller, collection));
  return snapshot.records().Count(caller.tenant, collection.id, ReadingAudiences(caller), bound);
}

Result<Record> Records::CreateProfile(Transaction& tx, TenantId tenant, const Collection& profiles,
                                      UserId owner, const RecordPatch& patch) const {
  // Whoever makes the user has been judged by `Users`; nobody in particular makes the profile.
  Caller nobody;
  nobody.tenant = tenant;
  RecordPatch content = patch;
  content.access.owner.reset();
  GH_CHECK(CheckDraft(tx, nobody, profiles, content));
  Record record = Draft(profiles, content);
  record.access.owner = owner;
  GH_CHECK(Insert({tx, tenant, identities_}, record));
  return record;
}

}  // namespace guildhall
