import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ask, signIn, startPostgres, startServer, temporaryFolder } from './support.mjs';

const objects = '/v1.1/instances/default/classes/photo/objects/';

async function upload(server, key, bytes) {
  const form = new FormData();
  form.append('cover', new Blob([bytes], { type: 'image/png' }), 'a.png');
  const answer = await fetch(server.url + objects, {
    method: 'POST', headers: { 'X-API-KEY': key }, body: form,
  });
  assert.equal(answer.status, 201);
  return new URL((await answer.json()).cover.value).pathname;
}

async function bytesOf(server, path) {
  const answer = await fetch(server.url + path);
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer());
}

function somethingLarge(size, seed) {
  return Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * seed) % 253));
}

async function keepsFilesItAcknowledged(t, flags) {
  const first = await startServer(t, flags);
  const key = await signIn(first);
  const schema = [{ name: 'cover', type: 'file' }];
  const made = await ask(first, 'POST', '/v1.1/instances/default/classes/', {
    key, body: { name: 'photo', schema },
  });
  assert.equal(made.status, 201);
  const kept = [];
  for (const seed of [3, 5, 7]) {
    const bytes = somethingLarge(1_500_000, seed);
    kept.push({ bytes, path: await upload(first, key, bytes) });
  }
  await first.kill('SIGKILL');
  const second = await startServer(t, flags);
  for (const { bytes, path } of kept) assert.ok((await bytesOf(second, path)).equals(bytes));
  assert.equal(await second.kill('SIGTERM'), 0);
}

test('an uploaded file survives kill -9 after the answer on SQLite', async (t) => {
  await keepsFilesItAcknowledged(t, ['--data', temporaryFolder(t)]);
});

test('an uploaded file survives kill -9 after the answer on PostgreSQL', async (t) => {
  const url = startPostgres(t);
  await keepsFilesItAcknowledged(t, ['--data', temporaryFolder(t), '--database-url', url]);
});

test('a body that is too large for files is refused', async (t) => {
  const flags = ['--data', temporaryFolder(t), '--syncano-max-file-bytes', '300000'];
  const server = await startServer(t, flags);
  const key = await signIn(server);
  const schema = [{ name: 'cover', type: 'file' }];
  await ask(server, 'POST', '/v1.1/instances/default/classes/', { key, body: { name: 'photo', schema } });
  const form = new FormData();
  form.append('cover', new Blob([somethingLarge(400_000, 3)]), 'a.bin');
  const answer = await fetch(server.url + objects, {
    method: 'POST', headers: { 'X-API-KEY': key }, body: form,
  });
  assert.equal(answer.status, 413);
  await upload(server, key, somethingLarge(280_000, 3));
});
