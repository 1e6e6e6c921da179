// People come from a file with the hashes that another system made, whatever ends the import meanwhile.
import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { ask, run, signIn, startPostgres, startServer, temporaryFolder } from './support.mjs';

const instance = '/v1.1/instances/default/';
const django = `pbkdf2_sha256$1000$sea$${pbkdf2Sync('roach', 'sea', 1000, 32, 'sha256').toString('base64')}`;
const hashes = {
  argon2: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  bcrypt: '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
  django,
};
const passwords = { argon2: 'password', bcrypt: 'U*U', django: 'roach' };

const lines = (people) => people.map((person) => JSON.stringify(person) + '\n').join('');

/// A folder whose store has its first tenant.
async function founded(t, flags = []) {
  const folder = temporaryFolder(t);
  const server = await startServer(t, ['--data', folder, ...flags]);
  assert.equal(await server.kill('SIGTERM'), 0);
  return folder;
}

for (const engine of ['SQLite', 'PostgreSQL']) {
  test(`people sign in with their old passwords and are in their groups, on ${engine}`, async (t) => {
    const flags = engine === 'SQLite' ? [] : ['--database-url', startPostgres(t)];
    const folder = await founded(t, flags);
    const file = path.join(folder, 'people.jsonl');
    const people = Object.entries(hashes).map(([username, password_hash]) => ({ username, password_hash, groups: ['witchers'] }));
    writeFileSync(file, lines([...people, { username: 'argon2' }, { username: 'plain', password_hash: 'roach' }]));
    const done = await run(['import', 'users', file, '--data', folder, ...flags]);
    assert.equal(done.code, 0, done.output);
    assert.match(done.output, /3 people imported, 2 lines refused/);
    assert.equal(readFileSync(`${file}.refused.csv`, 'utf8'),
      'line,username,reason\n4,argon2,username is taken\n5,plain,password_hash has no known form\n');

    const server = await startServer(t, ['--data', folder, ...flags]);
    const owner = await signIn(server);
    const { body: api } = await ask(server, 'POST', `${instance}api_keys/`, { key: owner, body: {} });
    for (const [username, password] of Object.entries(passwords)) {
      const answer = await ask(server, 'POST', `${instance}user/auth/`, { key: api.api_key, body: { username, password } });
      assert.equal(answer.status, 200, JSON.stringify(answer));
      assert.equal(answer.body.groups[0].label, 'witchers');
      const wrong = await ask(server, 'POST', `${instance}user/auth/`, { key: api.api_key, body: { username, password: 'no' } });
      assert.equal(wrong.status, 401);
    }
    assert.equal(await server.kill('SIGTERM'), 0);
  });
}

test('an import that was killed goes on and makes everybody once', async (t) => {
  const folder = await founded(t);
  const file = path.join(folder, 'people.csv');
  const count = 90_000; // of which a commit has 60,000
  const refused = count / 1000;
  let text = 'username,groups\n';
  for (let i = 0; i < count; ++i) text += i % 1000 === 999 ? `person0,\n` : `person${i},group${i % 3}\n`;
  writeFileSync(file, text);
  const command = ['import', 'users', file, '--data', folder];
  // Killed at the first sign of a database that grows, then once more stopped politely.
  const first = run(command);
  const database = path.join(folder, 'guildhall.db-wal');
  const grown = () => {
    try {
      return readFileSync(database).length > 1_000_000;
    } catch {
      return false;
    }
  };
  const deadline = Date.now() + 20_000;
  while (!grown() && Date.now() < deadline && first.child.exitCode === null) await new Promise(setImmediate);
  first.child.kill('SIGKILL');
  await first;
  const second = run(command);
  setImmediate(() => second.child.kill('SIGINT'));
  await second;
  const last = await run(command);
  assert.equal(last.code, 0, last.output);
  const report = readFileSync(`${file}.refused.csv`, 'utf8').trim().split('\n');

  const server = await startServer(t, ['--data', folder]);
  const key = await signIn(server);
  const newest = await ask(server, 'GET', `${instance}users/?page_size=1&ordering=desc`, { key });
  assert.equal(newest.body.objects[0].id, count - refused, 'ids are dense: one for everybody');
  assert.equal(new Set(report).size, refused + 1, 'the columns and every refused line, once');
  assert.equal(report.length, refused + 1);
  const groups = await ask(server, 'GET', `${instance}groups/`, { key });
  assert.equal(groups.body.objects.length, 3);
  assert.equal(await server.kill('SIGTERM'), 0);
});

test('what cannot be imported is said before anything is written', async (t) => {
  const folder = await founded(t);
  const file = path.join(folder, 'people.csv');
  const refuse = async (text, flags, code, reason) => {
    writeFileSync(file, text);
    const done = await run(['import', 'users', file, '--data', folder, ...flags]);
    assert.equal(done.code, code, done.output);
    assert.match(done.output, reason);
    assert.doesNotMatch(done.output, /again/, 'what is wrong in the file stays wrong');
  };
  await refuse('username,phone\na,1\n', [], 1, /unknown column phone; known are username, email/);
  await refuse('username\na\n', ['--tenant', 'nowhere'], 1, /there is no tenant nowhere/);
  await refuse('', [], 1, /the file is empty/);
  const missing = await run(['import', 'users', path.join(folder, 'no.csv'), '--data', folder]);
  assert.match(missing.output, /cannot read/);
  const unnamed = await run(['import', 'users', path.join(folder, 'people.txt'), '--data', folder]);
  assert.equal(unnamed.code, 2);
  assert.match(unnamed.output, /--format csv or jsonl/);
  const server = await startServer(t, ['--data', folder]);
  const busy = await run(['import', 'users', file, '--data', folder]);
  assert.equal(busy.code, 4, busy.output);
  assert.equal(await server.kill('SIGTERM'), 0);
});
