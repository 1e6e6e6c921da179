#!/usr/bin/env bash
# The set-up of the browser suite: /admin/hello/ with the secret, an organisation, a user, then the
# whole user again by PUT with a password; what it leaves is removed with the user's own key.
. "$(dirname "$0")/common.sh"

admin() { curl --silent --header "admin-auth: $SECRET" --header 'Content-Type: application/json' "$@"; }

[ "$(admin --output /dev/null --write-out '%{http_code}' "$SERVER/admin/hello/")" = 200 ] || fail 'no /admin/hello/'

answer=$(admin --data '{"owner_name":"UI tests"}' "$SERVER/admin/organisations/")
must_be_ok organisation "$answer"
ORGANISATION=$(jq -r .Meta <<<"$answer")

user='{"org_id":"'$ORGANISATION'","first_name":"UI","last_name":"Tests","email_address":"ui-suite@example.com","active":true,"user_permissions":{"IsAdmin":"admin"}}'
answer=$(admin --data "$user" "$SERVER/admin/users")
must_be_ok user "$answer"
KEY=$(jq -r .Message <<<"$answer")
USER_ID=$(jq -r .Meta.id <<<"$answer")

answer=$(admin --request PUT --data "$(jq -c '. + {password: "test123"}' <<<"$user")" "$SERVER/admin/users/$USER_ID")
must_be_ok password "$answer"
[ "$(jq -r .Message <<<"$answer")" = "$KEY" ] || fail "the key changed: $answer"

# The password counts: whoever wants another one must give it.
reset() { curl --silent --header "authorization: $KEY" --data "$1" "$SERVER/api/users/$USER_ID/actions/reset"; }
[ "$(reset '{"new_password":"test124"}' | jq -r .Status)" = Error ] || fail 'a password was replaced without the old one'
must_be_ok 'new password' "$(reset '{"new_password":"test124","current_password":"test123"}')"

use_key "$KEY" ui-suite@example.com
