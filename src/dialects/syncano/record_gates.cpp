#include "dialects/syncano/record_gates.h"

namespace guildhall::syncano {
namespace {

/// An API key that is judged by access lists: with a user always, alone unless that is switched
/// off.
bool IsJudgedByLists(const Services& services, const Caller& caller) {
  if (!caller.api_key) return false;
  return caller.user != nullptr || !services.options.strict_anonymous_keys;
}
bool IsJudgedByLists(const Context& context) {
  return IsJudgedByLists(context.services, context.caller);
}

/// What the historical server left to keys without a user.
bool ReadsAnonymously(const Caller& caller) {
  return caller.api_key && caller.api_key->row.flags.anonymous_read;
}

}  // namespace

bool ClassReader(const Context& context) {
  return context.caller.api_key != nullptr || context.caller.Has(Power::kReadCollections);
}

bool ClassWriter(const Context& context) { return context.caller.Has(Power::kWriteCollections); }

bool ObjectReader(const Context& context) {
  return IsJudgedByLists(context) || ReadsAnonymously(context.caller) ||
         context.caller.Has(Power::kReadAllRecords);
}

bool ObjectWriter(const Context& context) {
  return IsJudgedByLists(context) || context.caller.Has(Power::kWriteAllRecords);
}

bool ChannelReader(const Context& context) {
  return MayReadChannels(context.services, context.caller);
}

bool MayReadChannels(const Services& services, const Caller& caller) {
  return IsJudgedByLists(services, caller) || ReadsAnonymously(caller) ||
         caller.Has(Power::kReadAllChannels);
}

bool ChannelWriter(const Context& context) { return context.caller.Has(Power::kWriteChannels); }

bool Publisher(const Context& context) {
  return IsJudgedByLists(context) || context.caller.Has(Power::kPublishAllChannels);
}

}  // namespace guildhall::syncano
