// Tables of the Daptin dialect on two nodes over one database: what is declared, granted or taken on
// the one counts on the other from the next request.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, declare, enter, row, signUp } from './daptin.mjs';
import { startPostgres, startServer, temporaryFolder } from './support.mjs';

const column = { Name: 'title', ColumnType: 'label', DataType: 'varchar(80)' };

/// Two nodes, an administrator, and a person who administers nothing.
async function twoNodes(t) {
  const environment = { GUILDHALL_DATABASE_URL: startPostgres(t), GUILDHALL_DATA_KEY: '5e'.repeat(32) };
  const first = await startServer(t, ['--data', temporaryFolder(t)], environment);
  const second = await startServer(t, ['--data', temporaryFolder(t)], environment);
  for (const name of ['boss', 'ann']) await signUp(first, name);
  const boss = await enter(first, 'boss');
  const became = await fetch(`${first.url}/action/world/become_an_administrator`, {
    method: 'POST', headers: { Authorization: `Bearer ${boss.token}` }, body: '{}',
  });
  assert.equal(became.status, 200);
  return { first, second, boss, ann: await enter(second, 'ann') };
}

async function worldRow(server, token, table) {
  const list = await api(server, token, 'GET', '/api/world?page[size]=100');
  return list.body.data.find((each) => each.attributes.table_name === table).id;
}

test('a table that one node is told of is served by the other at once, and changed, and gone', async (t) => {
  const { first, second, boss } = await twoNodes(t);
  assert.equal((await api(second, boss.token, 'GET', '/api/note')).status, 404);
  assert.equal((await declare(first, boss.token, { Tables: [{ TableName: 'note', Columns: [column] }] })).status, 200);
  const made = await api(second, boss.token, 'POST', '/api/note', row('note', { title: 'x', more: 'y' }));
  assert.equal(made.status, 201);
  assert.equal(made.body.data.attributes.more, undefined);
  const wider = { Tables: [{ TableName: 'note', Columns: [{ ...column, Name: 'more', IsNullable: true }] }] };
  assert.equal((await declare(second, boss.token, wider)).status, 200);
  const changed = await api(first, boss.token, 'PATCH', `/api/note/${made.body.data.id}`,
    row('note', { more: 'y' }, made.body.data.id));
  assert.equal(changed.body.data.attributes.more, 'y', JSON.stringify(changed.body));
  const world = await worldRow(second, boss.token, 'note');
  const removed = await fetch(`${second.url}/action/world/${world}/remove_table`, {
    method: 'POST', headers: { Authorization: `Bearer ${boss.token}` }, body: '{}',
  });
  assert.equal(removed.status, 200, await removed.text());
  assert.equal((await api(first, boss.token, 'GET', '/api/note')).status, 404);
});

test('permissions of tables and rows, and memberships, count on the other node at once', async (t) => {
  const { first, second, boss, ann } = await twoNodes(t);
  await declare(first, boss.token, { Tables: [{ TableName: 'note', Permission: 16384, DefaultPermission: 16384, Columns: [column] }] });
  const note = (await api(first, boss.token, 'POST', '/api/note', row('note', { title: 'x' }))).body.data.id;
  const group = (await api(second, boss.token, 'POST', '/api/usergroup', row('usergroup', { name: 'readers' }))).body.data.id;
  const join = 'note_note_id_has_usergroup_usergroup_id';
  await api(second, boss.token, 'POST', `/api/${join}`, row(join, { note_id: note, usergroup_id: group }));
  const world = await worldRow(first, boss.token, 'note');
  const open = (server, permission) =>
    api(server, boss.token, 'PATCH', `/api/world/${world}`, row('world', { permission }, world));
  const titles = async (server) => {
    const list = await api(server, ann.token, 'GET', '/api/note');
    return list.status === 200 ? list.body.data.map((each) => each.attributes.title).join() : list.status;
  };
  const relate = (server, method) => api(server, boss.token, method,
    `/api/user_account/${ann.id}/relationships/usergroup_id`, { data: [{ type: 'usergroup', id: group }] });
  for (let round = 0; round < 4; round += 1) {
    const [here, there] = round % 2 ? [first, second] : [second, first];
    assert.equal(await titles(there), 403);
    await open(here, 16385);
    assert.equal(await titles(there), '');
    assert.equal((await relate(here, 'PATCH')).status, 204);
    assert.equal(await titles(there), 'x');
    assert.equal((await relate(here, 'DELETE')).status, 204);
    assert.equal(await titles(there), '');
    await open(here, 16384);
  }
});
