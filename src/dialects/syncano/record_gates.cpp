#include "dialects/syncano/record_gates.h"

namespace guildhall::syncano {
namespace {

/// An API key that is judged by access lists: with a user always, alone unless that is switched
/// off.
bool IsJudgedByLists(const Context& context) {
  const Caller& caller = context.caller;
  if (!caller.api_key) return false;
  return caller.user != nullptr || !context.services.options.strict_anonymous_keys;
}

/// What the historical server left to keys without a user.
bool ReadsAnonymously(const Context& context) {
  return context.caller.api_key && context.caller.api_key->row.flags.anonymous_read;
}

}  // namespace

bool ClassReader(const Context& context) {
  return context.caller.api_key != nullptr || context.caller.Has(Power::kReadCollections);
}

bool ClassWriter(const Context& context) { return context.caller.Has(Power::kWriteCollections); }

bool ObjectReader(const Context& context) {
  return IsJudgedByLists(context) || ReadsAnonymously(context) ||
         context.caller.Has(Power::kReadAllRecords);
}

bool ObjectWriter(const Context& context) {
  return IsJudgedByLists(context) || context.caller.Has(Power::kWriteAllRecords);
}

bool ChannelReader(const Context& context) {
  return IsJudgedByLists(context) || ReadsAnonymously(context) ||
         context.caller.Has(Power::kReadAllChannels);
}

bool ChannelWriter(const Context& context) { return context.caller.Has(Power::kWriteChannels); }

bool Publisher(const Context& context) {
  return IsJudgedByLists(context) || context.caller.Has(Power::kPublishAllChannels);
}

}  // namespace guildhall::syncano
