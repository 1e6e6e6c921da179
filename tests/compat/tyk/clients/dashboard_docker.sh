#!/usr/bin/env bash
# bootstrap.sh of tyk-dashboard-docker: as that of tyk-pro, with answers read by Python.
. "$(dirname "$0")/common.sh"

take() { python3 -c "import json, sys; print(json.load(sys.stdin)$1)"; }

ORGANISATION=$(curl --silent --header "admin-auth: $SECRET" \
  --data '{"owner_name":"Default Org.","owner_slug":"default","cname_enabled":true,"cname":"portal.docker.example.com"}' \
  "$SERVER/admin/organisations" | take "['Meta']")

answer=$(curl --silent --header "admin-auth: $SECRET" \
  --data '{"first_name":"Docker","last_name":"User","email_address":"dashboard-docker@example.com","password":"test123","active":true,"org_id":"'"$ORGANISATION"'"}' \
  "$SERVER/admin/users")
KEY=$(take "['Message']" <<<"$answer")
USER_ID=$(curl --silent --header "authorization: $KEY" "$SERVER/api/users" | take "['users'][0]['id']")

must_be_ok password "$(curl --silent --header "authorization: $KEY" \
  --data '{"new_password":"test123"}' "$SERVER/api/users/$USER_ID/actions/reset")"

use_key "$KEY" dashboard-docker@example.com
