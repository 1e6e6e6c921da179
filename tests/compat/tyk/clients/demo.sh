#!/usr/bin/env bash
# tyk-demo: an organisation with an id of its own, users with a password that is not taken, rights to
# reset passwords, groups from files whose ids are cut out of Meta, members by those ids; jq.
. "$(dirname "$0")/common.sh"

ORGANISATION=5e9d9544a1dcd60001d0ed20
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

send() { # method path header file
  curl --silent --location --request "$1" "$SERVER$2" --header "$3" \
    --header 'Content-Type: application/json' --data @"$4"
}

cat >"$files/organisation.json" <<JSON
{
  "id": "$ORGANISATION",
  "owner_name": "Tyk Demo",
  "owner_slug": "tyk-demo",
  "cname_enabled": true,
  "cname": "portal.demo.example.com",
  "hybrid_enabled": true,
  "event_options": {"key_event": {"webhook": "", "email": "", "redis": true}, "hashed_key_event": {}},
  "apis": [{"api_human_name": "Basic", "api_id": "727dad853a8a45f64ab981154d1ffdad"}],
  "ui": {"languages": {}, "hide_help": false, "default_lang": "", "login_page": {}, "nav": {}}
}
JSON
answer=$(send POST /admin/organisations/import "admin-auth: $SECRET" "$files/organisation.json")
must_be_ok organisation "$answer"
[ "$(jq -r .Meta <<<"$answer")" = "$ORGANISATION" ] || fail "another id: $answer"

cat >"$files/user.json" <<JSON
{
  "first_name": "Dashboard",
  "last_name": "Admin",
  "email_address": "demo-admin@example.com",
  "password": "3LEsHO1jv1dt9Xgf",
  "active": true,
  "org_id": "$ORGANISATION",
  "user_permissions": {"IsAdmin": "admin"}
}
JSON
answer=$(send POST /admin/users "admin-auth: $SECRET" "$files/user.json")
must_be_ok user "$answer"
USER_ID=$(jq -r .Meta.id <<<"$answer")
KEY=$(jq -r .Meta.access_key <<<"$answer")

printf '{"new_password":"3LEsHO1jv1dt9Xgf","user_permissions":{"IsAdmin":"admin"}}' >"$files/password.json"
must_be_ok password "$(send POST "/api/users/$USER_ID/actions/reset" "Authorization: $KEY" "$files/password.json")"
must_be_ok 'right to reset passwords' "$(curl --silent --request PUT --header "admin-auth: $SECRET" \
  "$SERVER/admin/users/$USER_ID/actions/allow_reset_passwords")"

group_file() { # name description pattern
  jq -n --arg name "$1" --arg description "$2" --arg organisation "$ORGANISATION" --argjson levels "$3" '{
    name: $name, description: $description, org_id: $organisation, active: true, password_max_days: 0,
    user_permissions: (["analytics", "apis", "certs", "hooks", "idm", "keys", "log", "oauth", "policies",
      "portal", "system", "user_groups", "users", "websockets"]
      | map({key: ., value: ($levels[.] // $levels["*"])}) | from_entries)}'
}
group_file Default 'Reads analytics' '{"*":"deny","analytics":"read"}' >"$files/group-1.json"
group_file Catalogue 'Keeps the users' '{"*":"read","users":"write"}' >"$files/group-2.json"
ids=()
for file in "$files"/group-*.json; do
  answer=$(send POST /api/usergroups "Authorization: $KEY" "$file")
  must_be_ok group "$answer"
  ids+=("$(jq -r .Meta <<<"$answer")")
done
[[ ${ids[0]} =~ ^[0-9a-f]{24}$ && ${ids[1]} =~ ^[0-9a-f]{24}$ ]] || fail "no ids of groups: ${ids[*]}"

# Members: the first may look at nothing, the second keeps the users.
for number in 0 1; do
  cat >"$files/member.json" <<JSON
{"first_name": "Member", "last_name": "$number", "email_address": "demo-member-$number@example.com", "active": true,
 "password": "ignored here", "org_id": "$ORGANISATION", "user_permissions": {}, "group_id": "${ids[$number]}"}
JSON
  answer=$(send POST /admin/users "admin-auth: $SECRET" "$files/member.json")
  must_be_ok member "$answer"
  member_keys[number]=$(jq -r .Message <<<"$answer")
done
status_of() { curl --silent --output /dev/null --write-out '%{http_code}' --header "authorization: $1" "$SERVER/api/users"; }
[ "$(status_of "${member_keys[0]}")" = 403 ] || fail 'a member of the default group reads users'
[ "$(status_of "${member_keys[1]}")" = 200 ] || fail 'a member of the second group does not read users'

use_key "$KEY" demo-admin@example.com
