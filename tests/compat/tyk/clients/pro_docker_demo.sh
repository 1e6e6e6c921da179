#!/usr/bin/env bash
# tyk-pro-docker-demo: slashes at the ends of /admin paths, form content type, everything cut out by
# awk: the organisation is the last quoted string of the line that holds "Meta":.
. "$(dirname "$0")/common.sh"

until curl --silent --head "$SERVER/hello" | grep -q '200'; do sleep 0.2; done

ORGANISATION=$(curl --silent --header "admin-auth: $SECRET" \
  --data '{"owner_name":"Docker Demo","owner_slug":"docker-demo","cname_enabled":true,"cname":"www.docker-demo.example.com"}' \
  "$SERVER/admin/organisations/" | awk -F '"' '/"Meta":/ { print $(NF - 1) }')
[ ${#ORGANISATION} = 24 ] || fail "no organisation: $ORGANISATION"

USER_ANSWER=$(curl --silent --header "admin-auth: $SECRET" \
  --data '{"first_name":"Docker","last_name":"Demo","email_address":"pro-docker-demo@example.com","active":true,"org_id":"'"$ORGANISATION"'","user_permissions":{"IsAdmin":"admin"}}' \
  "$SERVER/admin/users/")
KEY=$(awk -F '"access_key":"' '{ split($2, rest, "\""); print rest[1] }' <<<"$USER_ANSWER")
USER_ID=$(awk -F '"id":"' '{ split($2, rest, "\""); print rest[1] }' <<<"$USER_ANSWER")
[ ${#USER_ID} = 24 ] || fail "no user: $USER_ANSWER"

must_be_ok password "$(curl --silent --header "authorization: $KEY" \
  --data '{"new_password":"topsecret987","user_permissions":{"IsAdmin":"admin"}}' \
  "$SERVER/api/users/$USER_ID/actions/reset")"

use_key "$KEY" pro-docker-demo@example.com
