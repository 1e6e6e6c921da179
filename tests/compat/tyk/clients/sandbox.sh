#!/usr/bin/env bash
# tyk-sandbox: the right to reset passwords in the user's own map, the key from Meta.access_key, the
# id from the list.
. "$(dirname "$0")/common.sh"

ORGANISATION=$(curl --silent --request POST --header "admin-auth: $SECRET" --header 'Content-Type: application/json' \
  --data-raw '{"owner_name":"Sandbox","cname_enabled":true,"cname":"sandbox.example.com"}' \
  "$SERVER/admin/organisations" | jq -r '.Meta')

KEY=$(curl --silent --request POST --header "admin-auth: $SECRET" --header 'Content-Type: application/json' \
  --data-raw '{"first_name":"Sand","last_name":"Box","email_address":"sandbox@example.com","password":"sandbox1","active":true,
    "org_id":"'"$ORGANISATION"'","user_permissions":{"IsAdmin":"admin","ResetPassword":"admin"}}' \
  "$SERVER/admin/users" | jq -r '.Meta.access_key')

USER_ID=$(curl --silent --header "Authorization: $KEY" "$SERVER/api/users" | jq -r '.users[0].id')
must_be_ok password "$(curl --silent --request POST --header "Authorization: $KEY" --header 'Content-Type: application/json' \
  --data-raw '{"new_password":"sandbox1","user_permissions":{"IsAdmin":"admin"}}' "$SERVER/api/users/$USER_ID/actions/reset")"

use_key "$KEY" sandbox@example.com
