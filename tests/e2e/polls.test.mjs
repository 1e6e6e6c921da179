import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ask, signIn, startPostgres, startServer, temporaryFolder } from './support.mjs';

const channels = '/v1.1/instances/default/channels/';

async function makeChannel(server, admin) {
  const made = await ask(server, 'POST', channels, {
    key: admin, body: { name: 'chat', custom_publish: true },
  });
  assert.equal(made.status, 201);
}

/// Begins to poll, and waits until the server says that somebody waits.
async function beginPoll(server, admin, lastId) {
  const answer = ask(server, 'GET', `${channels}chat/poll/?last_id=${lastId}`, { key: admin });
  for (;;) {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    if (/^guildhall_http_waiting_requests 1$/m.test(metrics)) return { answer };
  }
}

async function publish(server, admin, text) {
  const said = await ask(server, 'POST', `${channels}chat/publish/`, {
    key: admin, body: { payload: { text } },
  });
  assert.equal(said.status, 201);
  return said.body.id;
}

test('who polls at one node gets what another node published', async (t) => {
  const environment = { GUILDHALL_DATABASE_URL: startPostgres(t), GUILDHALL_DATA_KEY: '5e'.repeat(32) };
  const first = await startServer(t, ['--data', temporaryFolder(t)], environment);
  const second = await startServer(t, ['--data', temporaryFolder(t)], environment);
  const admin = await signIn(first);
  await makeChannel(first, admin);
  let last = 0;
  for (const [speaker, listener, text] of [[first, second, 'one'], [second, first, 'two'], [first, first, 'three']]) {
    const poll = await beginPoll(listener, admin, last);
    last = await publish(speaker, admin, text);
    const { status, body } = await poll.answer;
    assert.equal(status, 200);
    assert.deepEqual(body.payload, { text });
    assert.equal(body.links, undefined);
  }
});

test('whoever polls is answered with nothing when the time is up, and when the server stops', async (t) => {
  const server = await startServer(t, ['--data', temporaryFolder(t), '--syncano-poll-seconds', '1']);
  const admin = await signIn(server);
  await makeChannel(server, admin);
  assert.equal((await ask(server, 'GET', `${channels}chat/poll/`, { key: admin })).status, 204);
  const patient = await startServer(t, ['--data', temporaryFolder(t)]);
  const owner = await signIn(patient);
  await makeChannel(patient, owner);
  const poll = await beginPoll(patient, owner, 0);
  const [code, { status }] = await Promise.all([patient.kill('SIGTERM'), poll.answer]);
  assert.equal(status, 204);
  assert.equal(code, 0);
});
