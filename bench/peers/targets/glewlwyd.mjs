// Glewlwyd (C, SQLite): users and scopes, sessions by cookie. It guards no objects of its own, so it has no such cases.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEW, FEW_PEOPLE, expect, listOf } from '../lib/cases.mjs';
import { each, firstHttpAnswer, must, needFreePort, post } from '../lib/client.mjs';
import { numbers, sqlite } from '../lib/sqlite.mjs';
import { startServer } from '../lib/child.mjs';

const PORT = 18141, URL_OF_SERVER = `http://127.0.0.1:${PORT}`;
const TABLES = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3', SETTINGS = '/etc/glewlwyd/glewlwyd.conf';
const passwordOf = (index) => `password-${index}`;

const userOf = (username, password, group) => ({ username, password, name: `nick of ${username}`, email: `${username}@example.com`,
  scope: [group, 'g_profile'], enabled: true });

/// Debian's settings with another address, log and database.
function settings(folder) {
  const replaced = /^\s*#|^@include|^(port|log_mode|log_level|log_file|external_url|bind_address)\s*=/;
  const rest = readFileSync(SETTINGS, 'utf8').split('\n').filter((line) => !replaced.test(line)).join('\n');
  return `port=${PORT}\nbind_address="127.0.0.1"\nexternal_url="${URL_OF_SERVER}/"\n` +
    `log_mode="console"\nlog_level="ERROR"\n${rest}\n` +
    `database = { type = "sqlite3"; path = "${join(folder, 'data.db')}"; };\n`;
}

async function signIn(username, password) {
  const answer = await must(URL_OF_SERVER, post('/api/auth/', {}, { username, password }));
  return { Cookie: answer.headers['set-cookie'][0].split(';')[0] };
}

function addSilentPeople(folder, first, last, groups) {
  return sqlite(join(folder, 'data.db'), `
    CREATE TEMP TABLE base AS SELECT max(gu_id) AS id FROM g_user;
    WITH ${numbers(first, last)} INSERT INTO g_user(gu_id, gu_username, gu_name, gu_email)
      SELECT base.id + i, 'silent' || i, 'nick of silent' || i, 'silent' || i || '@example.com' FROM numbers, base;
    INSERT INTO g_user_scope_user(gu_id, gus_id)
      SELECT gu_id, (SELECT gus_id FROM g_user_scope WHERE gus_name = 'group' || (gu_id % ${groups}))
      FROM g_user WHERE gu_username LIKE 'silent%';`);
}

export default {
  name: 'glewlwyd', title: 'Glewlwyd 2.7 (C) on SQLite', password: 'PBKDF2-SHA256, 150,000 times',
  install: { debian: ['glewlwyd', 'dbconfig-sqlite3'] },

  async start(context, { fresh }) {
    const file = join(context.folder, 'glewlwyd.conf');
    if (fresh) {
      rmSync(join(context.folder, 'data.db'), { force: true });
      await sqlite(join(context.folder, 'data.db'), readFileSync(TABLES, 'utf8'));
    }
    writeFileSync(file, settings(context.folder));
    await needFreePort(PORT);
    const child = startServer(['glewlwyd', `--config-file=${file}`], { log: join(context.folder, 'output') });
    const startMilliseconds = await firstHttpAnswer(child, URL_OF_SERVER, '/config');
    return { url: URL_OF_SERVER, startMilliseconds, main: [child.pid], roots: [child.pid], stop: () => child.stop() };
  },

  async fill({ folder, size: { users, groups } }) {
    const administrator = await signIn('admin', 'password');
    for (let group = 0; group < groups; group++) {
      await must(URL_OF_SERVER, post('/api/scope/', administrator, { name: `group${group}`, password_required: true, scheme: {} }));
    }
    // One at a time: of parallel writes some are answered 500, since the file is locked.
    await each(Math.min(users, FEW_PEOPLE), 1, (index) => must(URL_OF_SERVER, post('/api/user/', administrator,
      userOf(`user${index}`, passwordOf(index), `group${index % groups}`))));
    if (users > FEW_PEOPLE) await addSilentPeople(folder, FEW_PEOPLE, users - 1, groups);
    const people = await each(Math.min(users, FEW_PEOPLE), 4, (index) => signIn(`user${index}`, passwordOf(index)));
    return { administrator, people };
  },

  cases({ size }, server, { administrator, people }) {
    const newUser = { status: 200, slow: true,
      requests: [post('/api/user/', administrator, userOf('{{new}}', 'secret-{{new}}', 'group0'))] };
    return [
      { id: 'who-am-i', status: 200, requests: people.map((headers) => ({ path: '/api/profile_list', headers })),
        check: (answer, index) => expect(answer.json[0].username === `user${index}` &&
          answer.json[0].scope.includes(`group${index % size.groups}`), answer) },
      { id: 'list-100-users', status: 200, requests: [{ path: '/api/user?limit=100', headers: administrator }],
        check: (answer) => expect(answer.json.length === 100, answer) },
      { id: 'login', status: 200, slow: true, connections: FEW, requests: listOf(people.length, (index) =>
        post('/api/auth/', {}, { username: `user${index}`, password: passwordOf(index) })) },
      { id: 'create-user-x1', connections: 1, ...newUser },
      { id: 'create-user-x8', connections: FEW, ...newUser },
    ];
  },
};
