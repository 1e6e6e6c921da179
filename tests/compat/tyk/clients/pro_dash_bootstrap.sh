#!/usr/bin/env bash
# dash-bootstrap.sh of tyk-pro: no permissions for the user, who becomes the administrator; a password
# that is not taken; the id is that of the first user in the list that the new key reads.
. "$(dirname "$0")/common.sh"

ORGANISATION=$(curl --silent --header "admin-auth: $SECRET" --header 'Content-Type:application/json' \
  --data '{"owner_name":"TestOrg Ltd.","owner_slug":"testorg","cname_enabled":true,"cname":"portal.testorg.example.com"}' \
  "$SERVER/admin/organisations" | jq -r .Meta)

answer=$(curl --silent --header "admin-auth: $SECRET" --header 'Content-Type:application/json' \
  --data '{"first_name":"John","last_name":"Smith","email_address":"Dash-Bootstrap@example.com","password":"test123","active":true,"org_id":"'"$ORGANISATION"'"}' \
  "$SERVER/admin/users")
must_be_ok user "$answer"
KEY=$(jq -r .Message <<<"$answer")
USER_ID=$(curl --silent --header "authorization: $KEY" "$SERVER/api/users" | jq -r '.users[0].id')

must_be_ok password "$(curl --silent --header "authorization: $KEY" --header 'Content-Type:application/json' \
  --data '{"new_password":"test123"}' "$SERVER/api/users/$USER_ID/actions/reset")"

use_key "$KEY" dash-bootstrap@example.com
