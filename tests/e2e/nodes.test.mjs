import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ask, signIn, startPostgres, startServer, temporaryFolder } from './support.mjs';

async function twoNodes(t) {
  const url = startPostgres(t);
  const environment = { GUILDHALL_DATABASE_URL: url, GUILDHALL_DATA_KEY: '5e'.repeat(32) };
  const first = await startServer(t, ['--data', temporaryFolder(t)], environment);
  const second = await startServer(t, ['--data', temporaryFolder(t)], environment);
  return { first, second, admin: await signIn(first) };
}

test('what one node wrote the other one serves', async (t) => {
  const { first, second, admin } = await twoNodes(t);
  const made = await ask(first, 'POST', '/v1.1/instances/default/users/', {
    key: admin, body: { username: 'geralt', password: 'roach' },
  });
  assert.equal(made.status, 201);
  const seen = await ask(second, 'GET', `/v1.1/instances/default/users/${made.body.id}/`, { key: admin });
  assert.equal(seen.body.username, 'geralt');
  assert.equal(seen.body.user_key, made.body.user_key);
});

test('a key that one node replaced is dead on the other at once', async (t) => {
  const { first, second, admin } = await twoNodes(t);
  const key = await ask(first, 'POST', '/v1.1/instances/default/api_keys/', { key: admin, body: {} });
  const groups = '/v1.1/instances/default/groups/';
  assert.equal((await ask(second, 'GET', groups, { key: key.body.api_key })).status, 200);
  await ask(first, 'POST', `/v1.1/instances/default/api_keys/${key.body.id}/reset_key/`, { key: admin });
  const refused = await ask(second, 'GET', groups, { key: key.body.api_key });
  assert.equal(refused.status, 403);
  assert.deepEqual(refused.body, { detail: 'No such API Key.' });
});

test('numbers dealt by two nodes at once are dense and never the same', async (t) => {
  const { first, second, admin } = await twoNodes(t);
  const groups = '/v1.1/instances/default/groups/';
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) =>
    ask(i % 2 ? first : second, 'POST', groups, { key: admin, body: { label: `group ${i}` } })));
  const ids = answers.map((answer) => answer.body.id).sort((a, b) => a - b);
  assert.deepEqual(ids, Array.from({ length: 60 }, (_, i) => i + 1));
});
