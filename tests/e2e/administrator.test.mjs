import assert from 'node:assert/strict';
import { test } from 'node:test';

import { act } from './daptin.mjs';
import { ask, run, signIn, startServer, temporaryFolder } from './support.mjs';

const account = { name: 'Ciri', email: 'ciri@example.com', password: 'secret of ciri' };

async function enter(server) {
  const outcomes = await (await act(server, 'user_account/signin', account)).json();
  return outcomes[0].Attributes.value;
}

async function makeGroup(server, token) {
  const answer = await fetch(`${server.url}/api/usergroup`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ data: { type: 'usergroup', attributes: { name: 'witchers' } } }),
  });
  return answer.status;
}

test('the command line makes the first administrator where another API cares for people', async (t) => {
  const folder = temporaryFolder(t);
  const first = await startServer(t, ['--data', folder]);
  const key = await signIn(first);
  await ask(first, 'POST', '/v1.1/instances/default/users/', { key, body: { username: 'geralt', password: 'roach' } });
  assert.equal((await act(first, 'user_account/signup', { ...account, passwordConfirm: account.password })).status, 200);
  let token = await enter(first);
  assert.equal((await act(first, 'world/become_an_administrator', {}, token)).status, 403);
  assert.equal(await makeGroup(first, token), 403);

  const busy = await run(['daptin-administrator', account.email, '--data', folder]);
  assert.notEqual(busy.code, 0, 'a server is using the directory');
  assert.equal(await first.kill('SIGTERM'), 0);
  const unknown = await run(['daptin-administrator', 'nobody@example.com', '--data', folder]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.output, /no account nobody@example.com/);
  const made = await run(['daptin-administrator', account.email, '--data', folder]);
  assert.equal(made.code, 0, made.output);
  assert.match(made.output, /is an administrator/);
  const again = await run(['daptin-administrator', account.email, '--data', folder]);
  assert.equal(again.code, 0, again.output);

  const second = await startServer(t, ['--data', folder]);
  token = await enter(second);
  assert.equal(await makeGroup(second, token), 201);
  assert.equal(await second.kill('SIGTERM'), 0);
});

test('on another address nobody becomes the administrator by asking first', async (t) => {
  const server = await startServer(t, ['--data', temporaryFolder(t), '--listen', '0.0.0.0:0']);
  server.url = server.url.replace('0.0.0.0', '127.0.0.1');
  assert.equal((await act(server, 'user_account/signup', { ...account, passwordConfirm: account.password })).status, 200);
  const token = await enter(server);
  assert.equal((await act(server, 'world/become_an_administrator', {}, token)).status, 403);
  assert.equal(await makeGroup(server, token), 403);
});
