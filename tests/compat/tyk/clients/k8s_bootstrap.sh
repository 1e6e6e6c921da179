#!/usr/bin/env bash
# tyk-k8s-bootstrap: may be run again, so it reads the whole list of organisations without a page
# and compares owner_name and cname; the key is in Message, the id in Meta.id.
. "$(dirname "$0")/common.sh"

NAME='Kubernetes Org'
CNAME=k8s.example.com
EMAIL=k8s-bootstrap@example.com

body_and_status() { curl --silent --write-out '\n%{http_code}' --header 'Content-Type: application/json' "$@"; }

found=$(curl --silent --header "admin-auth: $SECRET" "$SERVER/admin/organisations" |
  jq -r --arg name "$NAME" --arg cname "$CNAME" '.organisations[] | select(.owner_name == $name and .cname == $cname) | .id')
if [ -n "$found" ]; then
  # The second run: the person is there, which 403 says.
  status=$(body_and_status --header "admin-auth: $SECRET" --data \
    '{"org_id":"'"$found"'","email_address":"'$EMAIL'","active":true,"user_permissions":{"IsAdmin":"admin"}}' \
    "$SERVER/admin/users" | tail -n 1)
  [ "$status" = 403 ] || fail "the person was made twice: $status"
  echo "ready: $EMAIL"
  exit
fi

answer=$(body_and_status --header "admin-auth: $SECRET" \
  --data '{"owner_name":"'"$NAME"'","cname_enabled":true,"cname":"'$CNAME'"}' "$SERVER/admin/organisations")
[ "$(tail -n 1 <<<"$answer")" = 200 ] || fail "organisation: $answer"
ORGANISATION=$(head -n 1 <<<"$answer" | jq -r .Meta)

answer=$(body_and_status --header "admin-auth: $SECRET" --data \
  '{"org_id":"'"$ORGANISATION"'","first_name":"K8s","last_name":"Admin","email_address":"'$EMAIL'","active":true,"user_permissions":{"IsAdmin":"admin"}}' \
  "$SERVER/admin/users")
[ "$(tail -n 1 <<<"$answer")" = 200 ] || fail "user: $answer"
KEY=$(head -n 1 <<<"$answer" | jq -r .Message)
USER_ID=$(head -n 1 <<<"$answer" | jq -r .Meta.id)

answer=$(body_and_status --header "authorization: $KEY" --data \
  '{"new_password":"topsecretpassword","user_permissions":{"IsAdmin":"admin"}}' "$SERVER/api/users/$USER_ID/actions/reset")
[ "$(tail -n 1 <<<"$answer")" = 200 ] || fail "password: $answer"

use_key "$KEY" "$EMAIL"
