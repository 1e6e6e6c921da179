#include "tests/core/people_cases.h"

namespace guildhall::test {
namespace {

/// Actions that a dialect declares, on tables of its own and on the core's.
class DeclaredActions : public PeopleCases {
 protected:
  Result<Action> Put(const Caller& caller, const Tables::ActionDraft& draft) {
    return world.Write([&](Transaction& tx) { return tables().PutAction(tx, caller, draft); });
  }
  Result<void> RemoveAction(const Caller& caller, ActionId id) {
    return world.Write([&](Transaction& tx) { return tables().RemoveAction(tx, caller, id); });
  }
  Result<Action> Pass(Caller caller, ActionId id, Origin vocabulary = kOurs) {
    caller.vocabulary = vocabulary;
    return world.Read([&](const Snapshot& s) { return tables().PassAction(s, caller, id); });
  }
  std::optional<Action> Find(ActionId id) {
    return Must(world.Read([&](const Snapshot& s) { return s.actions().Find(world.rivia, id); }));
  }
  Tables::ActionDraft Lend(AccessList access = {}) const {
    return {.collection = books.id,
            .name = "lend",
            .declaration = R"({"steps":1})",
            .access = std::move(access)};
  }

  Caller triss = Session(AddAdministrator("triss")->user.id);
  Caller ciri = Session(world.AddUser("ciri")->user.id);
  Collection books = Must(world.Write([&](Transaction& tx) {
    return world.core->collections().Create(tx, triss,
                                            {.origin = kOurs,
                                             .name = "book",
                                             .description = "",
                                             .fields = {},
                                             .access = OpenTo({Right::kExecute})});
  }));
  const std::vector<Problem> kept{{"", Reason::kProtected}};
};
GUILDHALL_ON_EVERY_ENGINE(DeclaredActions);

TEST_P(DeclaredActions, AreMadeAsTheyAreDrafted) {
  AccessList access = OpenTo(kReading);
  access.owner = ciri.user_id();
  const Action made = Must(Put(triss, Lend(access)));
  EXPECT_EQ(made.id, ActionId(1));
  EXPECT_EQ(made.collection, books.id);
  EXPECT_EQ(made.declaration, R"({"steps":1})");
  EXPECT_EQ(made.access, access);
  EXPECT_EQ(Find(made.id), made);
}

TEST_P(DeclaredActions, ThatAreDeclaredAnewKeepTheirList) {
  const Action made = Must(Put(triss, Lend(OpenTo(kReading))));
  Tables::ActionDraft draft = Lend(OpenTo(Rights::All()));
  const std::int64_t event = world.LastEvent(world.rivia);
  EXPECT_EQ(Must(Put(triss, draft)), made);
  EXPECT_EQ(world.LastEvent(world.rivia), event) << "nothing has changed";
  draft.declaration = R"({"steps":2})";
  const Action after = Must(Put(triss, draft));
  EXPECT_EQ(after.id, made.id);
  EXPECT_EQ(after.uid, made.uid);
  EXPECT_EQ(after.declaration, draft.declaration);
  EXPECT_EQ(after.access, made.access);
  EXPECT_EQ(world.LastEvent(world.rivia), event + 1);
}

TEST_P(DeclaredActions, NeedWhoWritesCollections) {
  const Action made = Must(Put(triss, Lend(OpenTo(Rights::All()))));
  for (const Caller& caller : {ciri, Guest(), Secretly(), world.AsKey()}) {
    EXPECT_EQ(Outcome(Put(caller, Lend())), "forbidden");
    EXPECT_EQ(Outcome(RemoveAction(caller, made.id)), "forbidden");
  }
}

TEST_P(DeclaredActions, AreOnTablesAndOfPeopleThatExist) {
  Tables::ActionDraft draft = Lend();
  draft.collection = CollectionId(99);
  EXPECT_EQ(Problems(Put(triss, draft)),
            (std::vector<Problem>{{"collection", Reason::kUnknownId, 99}}));
  draft = Lend();
  draft.access.owner = UserId(99);
  EXPECT_EQ(Problems(Put(triss, draft)), (std::vector<Problem>{{"owner", Reason::kUnknownId, 99}}));
  draft = Lend();
  draft.collection = kAccountTable;
  EXPECT_EQ(Outcome(Put(triss, draft)), "ok") << "on the core's own tables too";
}

TEST_P(DeclaredActions, DoNotReplaceTheCoresOwn) {
  Tables::ActionDraft draft = Lend();
  draft.collection = kAccountTable;
  draft.name = Find(kSignUp).value().name;
  EXPECT_EQ(Problems(Put(triss, draft)), kept);
  EXPECT_EQ(Problems(RemoveAction(triss, kSignUp)), kept);
  EXPECT_EQ(Find(kSignUp).value().declaration, "");
  draft.collection = books.id;
  EXPECT_EQ(Outcome(Put(triss, draft)), "ok") << "it is another table";
}

TEST_P(DeclaredActions, AreRemoved) {
  const Action made = Must(Put(triss, Lend()));
  const std::int64_t event = world.LastEvent(world.rivia);
  Must(RemoveAction(triss, made.id));
  EXPECT_EQ(Find(made.id), std::nullopt);
  EXPECT_EQ(world.LastEvent(world.rivia), event + 1);
  EXPECT_EQ(Outcome(RemoveAction(triss, made.id)), "not_found");
  EXPECT_EQ(Must(Put(triss, Lend())).id, ActionId(2)) << "numbers are not used again";
}

TEST_P(DeclaredActions, GoWithTheirCollection) {
  const Action made = Must(Put(triss, Lend()));
  Must(world.Write(
      [&](Transaction& tx) { return world.core->collections().Remove(tx, triss, books.id); }));
  EXPECT_EQ(Find(made.id), std::nullopt);
  EXPECT_TRUE(Find(kSignUp));
}

TEST_P(DeclaredActions, AskExecuteOfTheirTableAndOfThemselves) {
  const Action open = Must(Put(triss, Lend(OpenTo({Right::kExecute}))));
  Tables::ActionDraft draft = Lend();
  draft.name = "burn";
  const Action closed = Must(Put(triss, draft));
  EXPECT_EQ(Outcome(Pass(ciri, open.id)), "ok");
  EXPECT_EQ(Problems(Pass(ciri, closed.id)), Refused("object"));
  EXPECT_EQ(Outcome(Pass(triss, closed.id)), "ok");
  Open(books.id, {});
  EXPECT_EQ(Problems(Pass(ciri, open.id)), Refused("table"));
}

TEST_P(DeclaredActions, AreUnknownToWhoDoesNotComeToTheirTable) {
  const Action open = Must(Put(triss, Lend(OpenTo({Right::kExecute}))));
  EXPECT_EQ(Problems(Pass(ciri, open.id, Origin(2))), Refused("object"));
  EXPECT_EQ(Outcome(Pass(triss, open.id, Origin(2))), "not_found");
}

}  // namespace
}  // namespace guildhall::test
