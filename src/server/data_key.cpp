#include "server/data_key.h"

#include <optional>
#include <string>

#include "base/bytes.h"
#include "core/credentials.h"

namespace guildhall {
namespace {

/// What the store can say about the key it was made with: the sealed key of its first operator,
/// who exists from the first start on.
struct Witness {
  bool any_operator = false;
  std::string sealed;
};

OrFailure<Witness> FindWitness(const Store& store) {
  Witness witness;
  const auto read = store.Read(Patience::kMayWait, [&](const Snapshot& snapshot) -> Result<void> {
    GH_TRY(witness.any_operator, snapshot.operators().AnyExists());
    GH_TRY(const auto key, snapshot.operators().FindKey(OperatorId(1)));
    if (key) witness.sealed = key->sealed;
    return {};
  });
  if (!read) return GiveUp(ExitCode::kDatabase, "cannot read the store: " + read.error().detail);
  return witness;
}

OrFailure<Secret> MakeKey(const Config& config, const DataDirectory& directory, Random& random,
                          Log& log) {
  const Secret key = KeyRing::MakeDataKey(random);
  Secret hex(ToHex(key.Reveal()));
  if (auto written = directory.WriteDataKey(hex); !written) {
    return tl::unexpected(std::move(written).error());
  }
  log.Info("data_key_made").Field("file", directory.DataKeyFile());
  if (!config.database_url.empty()) {
    log.Warn("data_key_made_for_shared_database")
        .Field("file", directory.DataKeyFile())
        .Field("do", "give every other node the same key by GUILDHALL_DATA_KEY");
  }
  return hex;
}

OrFailure<Secret> FindOrMakeKey(const Config& config, const DataDirectory* directory,
                                bool store_is_empty, Random& random, Log& log) {
  if (!config.data_key.empty()) return config.data_key;
  if (directory == nullptr) return GiveUp(ExitCode::kDataKey, "no data key was given");
  auto found = directory->ReadDataKey();
  if (!found) return tl::unexpected(std::move(found).error());
  if (*found) return **found;
  if (!store_is_empty) {
    return GiveUp(ExitCode::kDataKey,
                  "the store holds credentials sealed under a data key that is not here: give it "
                  "by GUILDHALL_DATA_KEY, or restore " +
                      directory->DataKeyFile());
  }
  return MakeKey(config, *directory, random, log);
}

}  // namespace

OrFailure<KeyRing> ObtainKeyRing(const Config& config, const DataDirectory* directory,
                                 const Store& store, Random& random, Log& log) {
  const auto witness = FindWitness(store);
  if (!witness) return tl::unexpected(witness.error());
  const auto hex = FindOrMakeKey(config, directory, !witness->any_operator, random, log);
  if (!hex) return tl::unexpected(hex.error());
  const auto bytes = FromHex(hex->Reveal());
  auto keys = KeyRing::FromDataKey(Secret(bytes.value_or("")));
  if (!keys) {
    return GiveUp(ExitCode::kDataKey, "the data key must be 64 hexadecimal digits");
  }
  if (witness->any_operator &&
      !Credentials(*keys, random).Open(KeyKind::kOperatorKey, kSite, witness->sealed)) {
    return GiveUp(ExitCode::kDataKey,
                  "the data key is not the one that this store was made with; nothing was changed");
  }
  return *keys;
}

}  // namespace guildhall
