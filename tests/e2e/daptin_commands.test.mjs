// What an operator does with Daptin's tables and sessions by the command line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { act, api, declare, enter, row, signUp } from './daptin.mjs';
import { ask, run, signIn, startServer, temporaryFolder } from './support.mjs';

async function administered(t, folder) {
  const server = await startServer(t, ['--data', folder]);
  await signUp(server, 'boss');
  const boss = await enter(server, 'boss');
  assert.equal((await act(server, 'world/become_an_administrator', {}, boss.token)).status, 200);
  return { server, boss };
}

test('a class and a table are published to the other API, and taken back', async (t) => {
  const folder = temporaryFolder(t);
  const { server, boss } = await administered(t, folder);
  const key = await signIn(server);
  const classes = '/v1.1/instances/default/classes/';
  const schema = [{ name: 'title', type: 'string' }];
  assert.equal((await ask(server, 'POST', classes, { key, body: { name: 'book', schema } })).status, 201);
  assert.equal((await ask(server, 'POST', `${classes}book/objects/`, { key, body: { title: 'Aretuza' } })).status, 201);
  await declare(server, boss.token, { Tables: [{ TableName: 'task', Columns: [{ Name: 'title', ColumnType: 'label' }] }] });
  await api(server, boss.token, 'POST', '/api/task', row('task', { title: 'brew' }));
  const busy = await run(['publish', 'default', 'book', '--to', 'daptin', '--data', folder]);
  assert.notEqual(busy.code, 0, 'a server is using the directory');
  assert.equal(await server.kill('SIGTERM'), 0);

  for (const [name, api_name] of [['book', 'daptin'], ['task', 'syncano']]) {
    const done = await run(['publish', 'default', name, '--to', api_name, '--data', folder]);
    assert.equal(done.code, 0, done.output);
    const again = await run(['publish', 'default', name, '--to', api_name, '--data', folder]);
    assert.match(again.output, /already/);
  }
  const unknown = await run(['publish', 'default', 'nothing', '--to', 'daptin', '--data', folder]);
  assert.match(unknown.output, /no collection nothing/);
  assert.equal(unknown.code, 1);

  const second = await startServer(t, ['--data', folder]);
  const token = (await enter(second, 'boss')).token;
  assert.equal((await api(second, token, 'GET', '/api/book')).body.data[0].attributes.title, 'Aretuza');
  const objects = await ask(second, 'GET', `${classes}task/objects/`, { key });
  assert.equal(objects.body.objects[0].title, 'brew');
  assert.equal(await second.kill('SIGTERM'), 0);

  const back = await run(['publish', 'default', 'book', '--to', 'daptin', '--withdraw', '--data', folder]);
  assert.equal(back.code, 0, back.output);
  const third = await startServer(t, ['--data', folder]);
  assert.equal((await api(third, (await enter(third, 'boss')).token, 'GET', '/api/book')).status, 404);
  assert.equal(await third.kill('SIGTERM'), 0);
});

test('a new signing key signs nobody out, unless it is asked to', async (t) => {
  const folder = temporaryFolder(t);
  let { server, boss } = await administered(t, folder);
  for (const [flags, status] of [[[], 200], [['--sign-out'], 403]]) {
    assert.equal(await server.kill('SIGTERM'), 0);
    const rotated = await run(['daptin-rotate-key', ...flags, '--data', folder]);
    assert.equal(rotated.code, 0, rotated.output);
    server = await startServer(t, ['--data', folder]);
    assert.equal((await api(server, boss.token, 'GET', '/api/user_account/mine')).status, status);
  }
  assert.ok((await enter(server, 'boss')).id);
  assert.equal(await server.kill('SIGTERM'), 0);
});

test('a folder of schemas that cannot be read keeps the server from starting, with file and place', async (t) => {
  const schemas = temporaryFolder(t);
  writeFileSync(path.join(schemas, 'schema_a.yaml'), 'Tables:\n  - TableName: note\n    Colums: []\n');
  const ended = await run(['serve', '--listen', '127.0.0.1:0', '--data', temporaryFolder(t), '--daptin-schema', schemas]);
  assert.notEqual(ended.code, 0);
  assert.match(ended.output, /schema_a\.yaml/);
  assert.match(ended.output, /Colums/);
  writeFileSync(path.join(schemas, 'schema_a.yaml'), 'Tables:\n  - TableName: note\n    Permission: 561445\n');
  const server = await startServer(t, ['--data', temporaryFolder(t)], { DAPTIN_SCHEMA_FOLDER: schemas });
  assert.equal((await api(server, '', 'POST', '/api/note', row('note', {}))).status, 201);
  assert.equal(await server.kill('SIGTERM'), 0);
});
