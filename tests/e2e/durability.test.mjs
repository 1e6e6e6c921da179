import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ask, run, signIn, startServer, startPostgres, temporaryFolder } from './support.mjs';

// Adds groups until the server dies; the ids that were acknowledged.
async function addUntilKilled(server, key, killAfter) {
  const acknowledged = [];
  let killed;
  const worker = async () => {
    while (!killed) {
      try {
        const answer = await ask(server, 'POST', '/v1.1/instances/default/groups/', {
          key, body: { label: 'a group' },
        });
        assert.equal(answer.status, 201);
        acknowledged.push(answer.body.id);
      } catch (error) {
        if (!killed) throw error;
      }
      if (acknowledged.length >= killAfter) killed ??= server.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  await killed;
  return acknowledged;
}

async function keepsWhatItAcknowledged(t, flags) {
  const first = await startServer(t, flags);
  const key = await signIn(first);
  const acknowledged = await addUntilKilled(first, key, 200);
  const second = await startServer(t, flags);
  for (const id of acknowledged) {
    const answer = await ask(second, 'GET', `/v1.1/instances/default/groups/${id}/`, { key });
    assert.equal(answer.status, 200, `group ${id} was acknowledged and is gone`);
  }
  const next = await ask(second, 'POST', '/v1.1/instances/default/groups/', { key, body: {} });
  assert.ok(next.body.id > Math.max(...acknowledged), 'ids are never dealt twice');
  assert.equal(await second.kill('SIGTERM'), 0);
}

test('what was acknowledged survives kill -9 on SQLite', async (t) => {
  await keepsWhatItAcknowledged(t, ['--data', temporaryFolder(t)]);
});

test('what was acknowledged survives kill -9 on PostgreSQL', async (t) => {
  const url = startPostgres(t);
  await keepsWhatItAcknowledged(t, ['--data', temporaryFolder(t), '--database-url', url]);
});

test('a graceful stop finishes what runs and ends with 0', async (t) => {
  const server = await startServer(t, ['--data', temporaryFolder(t)]);
  const key = await signIn(server);
  const answers = Array.from({ length: 20 }, () =>
    ask(server, 'POST', '/v1.1/instances/default/groups/', { key, body: { label: 'x' } }).catch(() => null));
  await Promise.any(answers);
  assert.equal(await server.kill('SIGTERM'), 0);
  for (const answer of await Promise.all(answers)) {
    if (answer) assert.equal(answer.status, 201);
  }
});

test('a second server on the same data directory is refused in one line', async (t) => {
  const folder = temporaryFolder(t);
  await startServer(t, ['--data', folder]);
  const { code, output } = await run(['serve', '--listen', '127.0.0.1:0', '--data', folder]);
  assert.notEqual(code, 0);
  assert.match(output, /in use|locked|another/i);
});

test('a store does not open with another data key', async (t) => {
  const folder = temporaryFolder(t);
  const server = await startServer(t, ['--data', folder]);
  assert.equal(await server.kill('SIGTERM'), 0);
  const { code, output } = await run(['serve', '--listen', '127.0.0.1:0', '--data', folder], {
    GUILDHALL_DATA_KEY: 'ab'.repeat(32),
  });
  assert.notEqual(code, 0);
  assert.match(output, /key/i);
  assert.doesNotMatch(output, /abababab/);
});
