// Users and groups of the Tyk dialect on two nodes over one database: what is granted or taken on
// the one counts on the other from the next request.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startPostgres, startServer, temporaryFolder } from './support.mjs';

const secret = 'the secret of the installation';

async function request(server, method, target, headers, body) {
  const answer = await fetch(server.url + target, { method, headers, body: body && JSON.stringify(body) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}
const admin = (server, method, target, body) => request(server, method, target, { 'admin-auth': secret }, body);
const api = (server, key, method, target, body) => request(server, method, target, { authorization: key }, body);

async function makeUser(server, organisation, name, more) {
  const made = await admin(server, 'POST', '/admin/users', {
    org_id: organisation, email_address: `${name}@example.com`, first_name: name, last_name: 'x', active: true, ...more,
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return { id: made.body.Meta.id, key: made.body.Message };
}

/// Two nodes, an organisation with an administrator, and a member of a group without rights.
async function twoNodes(t) {
  const environment = {
    GUILDHALL_DATABASE_URL: startPostgres(t), GUILDHALL_DATA_KEY: '5e'.repeat(32),
    GUILDHALL_TYK_ADMIN_SECRET: secret, GUILDHALL_TYK_CREATE_META: 'id',
  };
  const first = await startServer(t, ['--data', temporaryFolder(t)], environment);
  const second = await startServer(t, ['--data', temporaryFolder(t)], environment);
  const organisation = (await admin(first, 'POST', '/admin/organisations', { owner_name: 'rivia' })).body.Meta;
  const boss = await makeUser(first, organisation, 'boss', { user_permissions: { IsAdmin: 'admin' } });
  const group = (await api(second, boss.key, 'POST', '/api/usergroups', { name: 'readers' })).body.Meta;
  const member = await makeUser(second, organisation, 'member', { group_id: group });
  const list = async (server) => (await api(server, member.key, 'GET', '/api/users')).status;
  return { first, second, organisation, boss, group, member, list };
}

test('a right that one node grants to a group counts on the other at once', async (t) => {
  const { first, second, boss, group, list } = await twoNodes(t);
  for (let round = 0; round < 5; round += 1) {
    const [here, there] = round % 2 ? [first, second] : [second, first];
    const put = (body) => api(here, boss.key, 'PUT', `/api/usergroups/${group}`, body);
    assert.equal(await list(there), 403);
    await put({ user_permissions: { users: 'read' } });
    assert.equal(await list(there), 200);
    await put({ active: false });
    assert.equal(await list(there), 403);
    await put({ active: true });
    assert.equal(await list(there), 200);
    await put({ user_permissions: {} });
    assert.equal(await list(there), 403);
  }
});

test('a removed group gives nothing on the other node', async (t) => {
  const { first, second, boss, group, list } = await twoNodes(t);
  await api(first, boss.key, 'PUT', `/api/usergroups/${group}`, { user_permissions: { users: 'read' } });
  assert.equal(await list(second), 200);
  assert.equal((await api(first, boss.key, 'DELETE', `/api/usergroups/${group}`)).status, 200);
  assert.equal(await list(second), 403);
});

test('a reset key, a revoked and a removed user are out on the other node at once', async (t) => {
  const { first, second, boss, member } = await twoNodes(t);
  const me = async (server, key) => (await api(server, key, 'GET', '/api/users/me')).status;
  assert.equal(await me(second, member.key), 200);
  await api(first, boss.key, 'PUT', `/api/users/${member.id}/actions/key/reset`);
  assert.equal(await me(second, member.key), 401);
  const key = (await admin(second, 'GET', `/admin/users/${member.id}`)).body.access_key;
  assert.equal(await me(first, key), 200);
  assert.equal(await me(second, key), 200);
  await api(first, boss.key, 'PUT', `/api/users/${member.id}/actions/revoke`);
  assert.equal(await me(second, key), 403);
  await api(second, boss.key, 'PUT', `/api/users/${member.id}`, { active: true });
  assert.equal(await me(first, key), 200);
  await api(second, boss.key, 'DELETE', `/api/users/${member.id}`);
  assert.equal(await me(first, key), 401);
});

test('a removed organisation is gone on the other node', async (t) => {
  const { first, second, organisation, boss } = await twoNodes(t);
  assert.equal((await api(second, boss.key, 'GET', '/api/users/me')).status, 200);
  assert.equal((await admin(first, 'DELETE', `/admin/organisations/${organisation}`)).status, 200);
  assert.equal((await api(second, boss.key, 'GET', '/api/users/me')).status, 401);
  assert.equal((await admin(second, 'GET', `/admin/organisations/${organisation}`)).status, 404);
});
