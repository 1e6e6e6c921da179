// How SQLite runs each statement that finds or lists, on an empty database without statistics: by
// which index, and never by reading a table through.
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/sql/migrations.h"
#include "store/sql/statements.h"

namespace guildhall::store {
namespace {

/// What the plan must contain, by the statement's name.
const std::map<std::string, std::string>& ExpectedPlans() {
  static const std::map<std::string, std::string> plans{
      {"tenants_find", "tenants USING INTEGER PRIMARY KEY (rowid=?)"},
      {"tenants_find_by_name", "tenants USING INDEX tenants_name"},
      {"tenants_find_by_object", "tenants USING INDEX tenants_object (object_id=?)"},
      {"tenants_list", "tenants USING INTEGER PRIMARY KEY (rowid>?)"},
      {"tenants_list_incomplete", "sqlite_autoindex_actions_1 (tenant=? AND id=?)"},
      {"tenants_list_of", "r USING PRIMARY KEY (operator_id=? AND tenant>?)"},
      {"tenants_list_of_descending", "r USING PRIMARY KEY (operator_id=? AND tenant<?)"},
      {"tenants_count_owned", "tenants USING INDEX tenants_owner (owner=?)"},
      {"tenants_find_role", "operator_roles USING INDEX operator_roles_tenant"},
      {"operators_first", "operators USING INTEGER PRIMARY KEY (rowid>?)"},
      {"operators_find_by_email", "operators USING INDEX operators_email"},
      {"operators_find_by_key", "operator_keys USING PRIMARY KEY"},
      {"operators_find_key", "operator_keys USING INDEX operator_keys_operator"},
      {"operators_list_of", "r USING INDEX operator_roles_tenant (tenant=? AND operator_id>?)"},
      {"operators_list_of_descending",
       "r USING INDEX operator_roles_tenant (tenant=? AND operator_id<?)"},
      {"invitations_find_by_digest", "invitations USING INDEX invitations_digest (digest=?)"},
      {"invitations_find_anywhere", "invitations USING INTEGER PRIMARY KEY (rowid=?)"},
      {"invitations_find_by_email",
       "invitations USING INDEX invitations_email (tenant=? AND email=?)"},
      {"invitations_list", "invitations USING INDEX invitations_tenant (tenant=? AND id>?)"},
      {"invitations_list_descending",
       "invitations USING INDEX invitations_tenant (tenant=? AND id<?)"},
      {"invitations_list_to", "i USING INDEX invitations_invitee (invitee=? AND state=? AND id>?)"},
      {"invitations_list_to_descending",
       "i USING INDEX invitations_invitee (invitee=? AND state=? AND id<?)"},
      {"mails_find", "mails USING PRIMARY KEY (kind=? AND subject=?)"},
      {"mails_list_due", "mails USING INDEX mails_due (due_at<?)"},
      {"password_resets_find", "password_resets USING INTEGER PRIMARY KEY (rowid=?)"},
      {"password_resets_find_of_user",
       "password_resets USING INDEX password_resets_user (tenant=? AND user_id=?)"},
      {"password_resets_update", "password_resets USING INTEGER PRIMARY KEY (rowid=?)"},
      {"password_resets_remove_of_user",
       "password_resets USING INDEX password_resets_user (tenant=? AND user_id=?)"},
      {"password_resets_last_of_old",
       "password_resets USING COVERING INDEX password_resets_age (created_at<?)"},
      {"password_resets_remove_old",
       "password_resets USING INDEX password_resets_age (created_at<?)"},
      {"api_keys_find_by_digest", "api_keys USING INDEX api_keys_digest"},
      {"api_keys_list", "api_keys USING INDEX api_keys_tenant (tenant=? AND id>?)"},
      {"api_keys_list_descending", "api_keys USING INDEX api_keys_tenant (tenant=? AND id<?)"},
      {"users_find", "users USING INDEX sqlite_autoindex_users_1 (tenant=? AND id=?)"},
      {"users_find_by_name", "users USING INDEX users_username (tenant=? AND username_key=?)"},
      {"users_find_by_key", "users USING INDEX users_key (tenant=? AND key_digest=?)"},
      {"users_find_by_uid", "users USING INDEX users_uid (tenant=? AND uid=?)"},
      {"users_find_by_object", "users USING INDEX users_object (tenant=? AND object_id=?)"},
      {"users_groups", "memberships USING PRIMARY KEY (tenant=? AND user_id=?)"},
      {"users_walk_all", "users USING INDEX sqlite_autoindex_users_1 (tenant=? AND id>?)"},
      {"access_keys_find", "access_keys USING PRIMARY KEY (digest=?)"},
      {"users_list", "users USING INDEX sqlite_autoindex_users_1 (tenant=? AND id>?)"},
      {"users_list_descending", "users USING INDEX sqlite_autoindex_users_1 (tenant=? AND id>?"},
      {"groups_find", "groups USING INDEX sqlite_autoindex_groups_1 (tenant=? AND id=?)"},
      {"groups_find_by_uid", "groups USING INDEX groups_uid (tenant=? AND uid=?)"},
      {"groups_find_by_object", "groups USING INDEX groups_object (tenant=? AND object_id=?)"},
      {"groups_find_by_unique_name",
       "groups USING INDEX groups_unique_name (tenant=? AND unique_name=?)"},
      {"groups_walk_all_descending",
       "groups USING INDEX sqlite_autoindex_groups_1 (tenant=? AND id<?)"},
      {"groups_list", "groups USING INDEX sqlite_autoindex_groups_1 (tenant=? AND id>?)"},
      {"groups_list_shared", "groups USING INDEX groups_shared (tenant=? AND personal=? AND id>?)"},
      {"groups_list_shared_descending",
       "groups USING INDEX groups_shared (tenant=? AND personal=? AND id>?"},
      {"memberships_find", "memberships USING PRIMARY KEY (tenant=? AND user_id=? AND group_id=?)"},
      {"memberships_find_by_uid", "memberships USING INDEX memberships_uid (tenant=? AND uid=?)"},
      {"memberships_list", "memberships USING INDEX memberships_id (tenant=? AND id>?)"},
      {"memberships_count_active",
       "m USING COVERING INDEX memberships_group (tenant=? AND group_id"},
      {"memberships_all_of_user", "memberships USING PRIMARY KEY (tenant=? AND user_id=?)"},
      {"memberships_list_of_user",
       "memberships USING PRIMARY KEY (tenant=? AND user_id=? AND group_id>?)"},
      {"memberships_list_of_group",
       "memberships USING INDEX memberships_group (tenant=? AND group_id=? AND id>?)"},
      {"memberships_list_of_group_descending",
       "memberships USING INDEX memberships_group (tenant=? AND group_id=? AND id<?)"},
      {"memberships_standing", "m USING PRIMARY KEY (tenant=? AND user_id=? AND group_id>?)"},
      {"grants_list", "grants USING PRIMARY KEY (tenant=? AND kind=? AND object=?)"},
      {"grants_list_behind",
       "grants USING PRIMARY KEY (tenant=? AND kind=? AND (object,group_id)>(?,?))"},
      {"grants_of_group",
       "grants USING COVERING INDEX grants_group (tenant=? AND group_id=? AND kind>?"},
      {"grants_find_by_uid", "grants USING COVERING INDEX grants_uid (tenant=? AND uid=?)"},
      {"actions_find_by_uid", "actions USING INDEX actions_uid (tenant=? AND uid=?)"},
      {"actions_find_by_name",
       "actions USING INDEX actions_name (tenant=? AND collection=? AND name=?)"},
      {"actions_remove", "actions USING INDEX sqlite_autoindex_actions_1 (tenant=? AND id=?)"},
      {"actions_list", "actions USING INDEX sqlite_autoindex_actions_1 (tenant=? AND id<?)"},
      {"collections_find_by_uid", "USING INDEX collections_uid (tenant=? AND uid=?)"},
      {"collections_list_tables", "USING INDEX sqlite_autoindex_collections_1 (tenant=? AND id<?)"},
      {"collections_find", "USING INDEX sqlite_autoindex_collections_1 (tenant=? AND id=?)"},
      {"collections_find_by_name",
       "USING INDEX collections_name (tenant=? AND origin=? AND name=?)"},
      {"collections_list",
       "collections USING INDEX sqlite_autoindex_collections_1 (tenant=? AND id>?)"},
      {"collections_list_descending",
       "p USING COVERING INDEX publications_collection (tenant=? AND collection=? AND origin=?)"},
      {"publications_find", "publications USING PRIMARY KEY (tenant=? AND origin=? AND name=?)"},
      {"publications_list",
       "publications USING COVERING INDEX publications_collection (tenant=? AND collection=?)"},
      {"publications_remove",
       "USING COVERING INDEX publications_collection (tenant=? AND collection=? AND origin=?)"},
      {"publications_remove_all",
       "publications USING COVERING INDEX publications_collection (tenant=? AND collection=?)"},
      {"settings_find", "settings USING PRIMARY KEY (tenant=? AND section=? AND name=?)"},
      {"settings_list", "settings USING PRIMARY KEY (tenant=?)"},
      {"settings_remove", "settings USING PRIMARY KEY (tenant=? AND section=? AND name=?)"},
      {"records_find",
       "USING INDEX sqlite_autoindex_records_1 (tenant=? AND collection=? AND id=?)"},
      {"records_find_by_uid", "records USING INDEX records_uid (tenant=? AND uid=?)"},
      {"records_list_owned", "USING INDEX records_owner (tenant=? AND owner=?)"},
      {"records_list_in_channel", "USING INDEX records_channel (tenant=? AND channel=?)"},
      {"records_walk_all",
       "sqlite_autoindex_records_1 (tenant=? AND collection=? AND id>? AND id<?)"},
      {"record_seek_walk",
       "record_seek USING PRIMARY KEY (tenant=? AND collection=? AND field=? AND audience=? AND "
       "key=? AND id>? AND id<?)"},
      {"record_seek_walk_descending",
       "record_seek USING PRIMARY KEY (tenant=? AND collection=? AND field=? AND audience=? AND "
       "key=? AND id>? AND id<?)"},
      {"record_seek_keys",
       "record_seek USING PRIMARY KEY (tenant=? AND collection=? AND field=? AND audience=? AND "
       "(key,id)>(?,?) AND (key,id)<(?,?))"},
      {"record_seek_keys_descending",
       "record_seek USING PRIMARY KEY (tenant=? AND collection=? AND field=? AND audience=? AND "
       "(key,id)>(?,?) AND (key,id)<(?,?))"},
      {"record_seek_remove",
       "record_seek USING PRIMARY KEY (tenant=? AND collection=? AND field=? AND audience=? AND "
       "key=? AND id=?)"},
      {"record_seek_at",
       "record_seek USING PRIMARY KEY (tenant=? AND collection=? AND field>? AND field<?)"},
      {"record_seek_remove_piece",
       "record_seek USING PRIMARY KEY (tenant=? AND collection=? AND field>? AND "
       "(field,audience,key,id)<(?,?,?,?))"},
      {"record_unique_find",
       "record_unique USING PRIMARY KEY (tenant=? AND collection=? AND field=? AND key=?)"},
      {"record_unique_remove",
       "record_unique USING PRIMARY KEY (tenant=? AND collection=? AND field=? AND key=?)"},
      {"record_unique_at", "record_unique USING PRIMARY KEY (tenant=? AND collection=?)"},
      {"record_unique_remove_piece",
       "record_unique USING PRIMARY KEY (tenant=? AND collection=? AND (field,key)<(?,?))"},
      {"records_at", "sqlite_autoindex_records_1 (tenant=? AND collection=?)"},
      {"records_remove_piece", "sqlite_autoindex_records_1 (tenant=? AND collection=? AND id<?)"},
      {"grants_remove_piece", "grants USING PRIMARY KEY (tenant=? AND kind=? AND object<?)"},
      {"channels_find_by_name", "channels USING INDEX channels_name (tenant=? AND name=?)"},
      {"channels_list", "channels USING INDEX sqlite_autoindex_channels_1 (tenant=? AND id>?)"},
      {"channels_list_of_group",
       "channels USING INDEX channels_group (tenant=? AND primary_group=?)"},
      {"jobs_find", "jobs USING PRIMARY KEY (tenant=? AND id=?)"},
      {"jobs_list_of", "jobs USING PRIMARY KEY (tenant=?)"},
      {"jobs_list_due", "jobs USING INDEX jobs_due (due_at<?)"},
      {"audit_find", "audit USING INDEX audit_id (tenant=? AND id=?)"},
      {"audit_list", "audit USING PRIMARY KEY (tenant=? AND (at,id)>(?,?) AND (at,id)<(?,?))"},
      {"audit_count", "audit USING PRIMARY KEY (tenant=? AND (at,id)>(?,?) AND (at,id)<(?,?))"},
      {"audit_place_at", "audit USING PRIMARY KEY (tenant=? AND (at,id)>(?,?) AND (at,id)<(?,?))"},
      {"audit_oldest", "audit USING PRIMARY KEY (tenant=? AND at<?)"},
      {"audit_last_of_old", "audit USING PRIMARY KEY (tenant=? AND at<?)"},
      {"audit_remove_old", "audit USING PRIMARY KEY (tenant=? AND (at,id)<(?,?))"},
      {"purge_audit", "audit USING PRIMARY KEY (tenant=? AND (at,id)<(?,?))"},
      {"files_find_by_name", "files USING INDEX files_name (name=?)"},
      {"files_list_due", "files USING INDEX files_due (due_at<?)"},
      {"files_hold", "files USING INDEX files_name (name=? AND tenant=?)"},
      {"files_let_go_piece",
       "files USING INDEX files_record (tenant=? AND collection=? AND record<?)"},
      {"purge_files", "files USING PRIMARY KEY (tenant=? AND name<?)"},
      {"file_chunks_find",
       "file_chunks USING INDEX sqlite_autoindex_file_chunks_1 (tenant=? AND name=? AND number=?)"},
      {"purge_invitations", "invitations USING"},
      {"purge_memberships",
       "memberships USING PRIMARY KEY (tenant=? AND (user_id,group_id)<(?,?))"},
      {"purge_access_keys", "access_keys_user (tenant=? AND (user_id,digest)<(?,?))"},
      {"purge_password_resets", "password_resets_user (tenant=? AND user_id<?)"},
      {"purge_publications", "publications USING PRIMARY KEY (tenant=? AND (origin,name)<(?,?))"},
      {"purge_settings", "settings USING PRIMARY KEY (tenant=? AND (section,name)<(?,?))"},
      {"purge_users", "users USING INDEX sqlite_autoindex_users_1 (tenant=? AND id<?)"},
      {"purge_record_seek",
       "record_seek USING PRIMARY KEY (tenant=? AND "
       "(collection,field,audience,key,id)<(?,?,?,?,?))"},
      {"purge_last_of_record_seek", "record_seek USING PRIMARY KEY (tenant=?)"},
      {"purge_records", "sqlite_autoindex_records_1 (tenant=? AND (collection,id)<(?,?))"},
      {"purge_events", "events USING PRIMARY KEY (tenant=? AND (topic,number,id)<(?,?,?))"},
      {"topics_find", "topics USING PRIMARY KEY (tenant=? AND channel=? AND room=?)"},
      {"messages_list", "events USING PRIMARY KEY (tenant=? AND topic=? AND number>?)"},
      {"messages_list_descending", "events USING PRIMARY KEY (tenant=? AND topic=? AND number<?)"},
      {"messages_find", "events USING PRIMARY KEY (tenant=? AND topic=? AND number=?)"}};
  return plans;
}

class Plans : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(sqlite3_open(":memory:", &database_), SQLITE_OK);
    for (const Migration& migration : Migrations()) {
      const std::string text = SchemaText(migration.sql, SchemaForm::kSqlite);
      ASSERT_EQ(sqlite3_exec(database_, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
          << sqlite3_errmsg(database_);
    }
  }
  void TearDown() override { sqlite3_close(database_); }

  std::string PlanOf(const Statement& statement) {
    const std::string text = std::string("explain query plan ") + statement.text;
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(database_, text.c_str(), -1, &prepared, nullptr) != SQLITE_OK) {
      ADD_FAILURE() << statement.name << ": " << sqlite3_errmsg(database_);
    }
    std::string plan;
    while (sqlite3_step(prepared) == SQLITE_ROW) {
      plan += reinterpret_cast<const char*>(sqlite3_column_text(prepared, 3));
      plan += '\n';
    }
    sqlite3_finalize(prepared);
    return plan;
  }

  sqlite3* database_ = nullptr;
};

TEST_F(Plans, FindAndListByTheExpectedIndex) {
  std::size_t seen = 0;
  for (const Statement* statement : AllStatements()) {
    const auto expected = ExpectedPlans().find(statement->name);
    if (expected == ExpectedPlans().end()) continue;
    ++seen;
    const std::string plan = PlanOf(*statement);
    EXPECT_NE(plan.find(expected->second), plan.npos) << statement->name << ":\n" << plan;
  }
  EXPECT_EQ(seen, ExpectedPlans().size());
}

TEST_F(Plans, NothingReadsATableThrough) {
  for (const Statement* statement : AllStatements()) {
    if (statement->dialect == Dialect::kPostgresOnly) continue;
    // Takes the first row that there is.
    if (std::string_view(statement->name) == "operators_any") continue;
    std::istringstream plan(PlanOf(*statement));
    for (std::string line; std::getline(plan, line);) {
      // The rows of a bounded count are read through; what it counts is not.
      if (line.starts_with("SCAN counted") || line.starts_with("SCAN CONSTANT")) continue;
      EXPECT_FALSE(line.starts_with("SCAN")) << statement->name << ": " << line;
    }
  }
}

TEST_F(Plans, PagesAreNotSorted) {
  for (const Statement* statement : AllStatements()) {
    const std::string_view name = statement->name;
    const bool page = name.find("_list") != name.npos || name.find("_seek_keys") != name.npos ||
                      name.ends_with("_at");
    if (statement->dialect == Dialect::kPostgresOnly || !page) continue;
    // A user's memberships are few, and an index by user and number would cost every insert.
    if (name.starts_with("memberships_list_of_user")) continue;
    EXPECT_EQ(PlanOf(*statement).find("TEMP B-TREE"), std::string::npos) << name;
  }
}

TEST_F(Plans, EveryTableOfATenantIsEmptiedWhenItIsGone) {
  std::set<std::string> emptied;
  for (const Statement* statement : AllStatements()) emptied.insert(statement->name);
  sqlite3_stmt* tables = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(database_,
                               "select m.name from sqlite_master m join pragma_table_info(m.name) "
                               "c on c.name='tenant' where m.type='table'",
                               -1, &tables, nullptr),
            SQLITE_OK);
  int seen = 0;
  for (; sqlite3_step(tables) == SQLITE_ROW; ++seen) {
    const std::string name = reinterpret_cast<const char*>(sqlite3_column_text(tables, 0));
    EXPECT_TRUE(emptied.contains("purge_" + name)) << name << " belongs into purge.cpp";
  }
  sqlite3_finalize(tables);
  EXPECT_GT(seen, 15);
}

}  // namespace
}  // namespace guildhall::store
