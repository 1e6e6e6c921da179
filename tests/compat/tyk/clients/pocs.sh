#!/usr/bin/env bash
# tyk-pocs: takes the organisation that is there, the first "id":" of the list; every match of "id":"
# in the answer about the user is taken, so there must be one.
. "$(dirname "$0")/common.sh"

between_quotes() { cut -d '"' -f 4; }

ORGANISATION=$(curl --silent "$SERVER/admin/organisations" --header "admin-auth: $SECRET" |
  grep -o '"id":"[^"]*"' | head -n 1 | between_quotes)
[ ${#ORGANISATION} = 24 ] || fail "no organisation: $ORGANISATION"

answer=$(curl --silent --location "$SERVER/admin/users/" --header "admin-auth: $SECRET" --header 'Content-Type: text/plain' \
  --data-raw '{"org_id":"'"$ORGANISATION"'","first_name":"Poc","last_name":"Admin","email_address":"pocs+1@example.com","active":true,"user_permissions":{"IsAdmin":"admin"}}')
KEY=$(grep -o '"access_key":"[^"]*"' <<<"$answer" | between_quotes)
USER_ID=$(grep -o '"id":"[^"]*"' <<<"$answer" | between_quotes)
[ "$(wc -l <<<"$USER_ID")" = 1 ] || fail "several ids: $answer"

must_be_ok password "$(curl --silent --location "$SERVER/api/users/$USER_ID/actions/reset/" --header "authorization: $KEY" \
  --header 'Content-Type: text/plain' --data-raw '{"new_password":"password1","user_permissions":{"IsAdmin":"admin"}}')"

use_key "$KEY" pocs+1@example.com
