// Strapi with its users-permissions plugin on SQLite. A user has one role, and no rule speaks of single objects without code
// of one's own, so it has no such cases. Its own logger writes a line for each request, as it comes.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEW, FEW_PEOPLE, expect, listOf } from '../lib/cases.mjs';
import { each, firstHttpAnswer, must, needFreePort, post } from '../lib/client.mjs';
import { numbers, sqlite } from '../lib/sqlite.mjs';
import { startServer } from '../lib/child.mjs';

const PORT = 18161, URL_OF_SERVER = `http://127.0.0.1:${PORT}`, API = '/api/auth/local';
const PROJECT = fileURLToPath(new URL('../servers/strapi', import.meta.url));
const PEOPLE = FEW_PEOPLE + 10; // no cheap way makes more of them, and 100 are listed
const emailOf = (index) => `user${index}@example.com`, passwordOf = (index) => `password-${index}`;

function makeProject(folder) {
  rmSync(join(folder, '.tmp'), { recursive: true, force: true });
  for (const name of ['.tmp', 'public/uploads', 'database/migrations', 'src/api']) mkdirSync(join(folder, name), { recursive: true });
  cpSync(PROJECT, folder, { recursive: true });
  const file = join(folder, 'package.json'), manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, strapi: { uuid: 'bench' } }, null, 1));
}

function addSilentPeople(folder, first, last) {
  const time = Date.UTC(2026, 0, 1);
  return sqlite(join(folder, '.tmp/data.db'), `
    CREATE TEMP TABLE base AS SELECT max(id) AS id FROM up_users;
    WITH ${numbers(first, last)} INSERT INTO up_users(id, document_id, username, email, provider, password, confirmed, blocked,
        created_at, updated_at, published_at)
      SELECT base.id + i, 'silent' || i, 'silent' || i, 'silent' || i || '@example.com', 'local', 'x', 1, 0,
        ${time}, ${time}, ${time} FROM numbers, base;
    INSERT INTO up_users_role_lnk(user_id, role_id, user_ord)
      SELECT id, (SELECT role_id FROM up_users_role_lnk LIMIT 1), id FROM up_users WHERE username LIKE 'silent%';
    ANALYZE;`);
}

export default {
  name: 'strapi', title: 'Strapi 5.54.0 users-permissions on SQLite', password: 'bcrypt in JavaScript, cost 10',
  install: { node: 22, debian: ['g++', 'make', 'python3'],
    npm: ['@strapi/strapi@5.54.0', '@strapi/plugin-users-permissions@5.54.0', 'better-sqlite3@13.2.0', 'react@18.3.1',
      'react-dom@18.3.1', 'react-router-dom@6.30.6', 'styled-components@6.6.0'] },

  async start(context, { fresh }) {
    if (fresh) makeProject(context.folder);
    await needFreePort(PORT);
    const env = { NODE_ENV: 'production', PORT: String(PORT), STRAPI_TELEMETRY_DISABLED: 'true',
      STRAPI_DISABLE_UPDATE_NOTIFICATION: 'true' };
    const child = startServer([context.node, join(context.folder, 'node_modules/@strapi/strapi/bin/strapi.js'), 'start'],
      { cwd: context.folder, env, log: join(context.folder, 'output') });
    const startMilliseconds = await firstHttpAnswer(child, URL_OF_SERVER, '/_health');
    return { url: URL_OF_SERVER, startMilliseconds, main: [child.pid], roots: [child.pid], stop: () => child.stop() };
  },

  async fill({ folder, size: { users } }) {
    const tokens = await each(Math.min(users, PEOPLE), 4, async (index) => (await must(URL_OF_SERVER, post(`${API}/register`, {},
      { username: `user${index}`, email: emailOf(index), password: passwordOf(index) }))).json.jwt);
    await addSilentPeople(folder, PEOPLE, users - 1);
    return { tokens };
  },

  cases(context, server, { tokens }) {
    const by = (token) => ({ Authorization: `Bearer ${token}` });
    const newUser = { status: 200, slow: true,
      requests: [post(`${API}/register`, {}, { username: '{{new}}', email: '{{new}}@example.com', password: 'secret-{{new}}' })] };
    return [
      { id: 'who-am-i', status: 200, requests: tokens.map((token) => ({ path: '/api/users/me?populate=role', headers: by(token) })),
        check: (answer, index) => expect(answer.json.username === `user${index}` && answer.json.role, answer) },
      { id: 'list-100-users', status: 200, requests: [{ path: '/api/users?limit=100', headers: by(tokens[0]) }],
        check: (answer) => expect(answer.json.length === 100, answer) },
      { id: 'login', status: 200, slow: true, connections: FEW, requests: listOf(tokens.length, (index) =>
        post(API, {}, { identifier: emailOf(index), password: passwordOf(index) })),
      check: (answer, index) => expect(answer.json.user.email === emailOf(index), answer) },
      { id: 'create-user-x1', connections: 1, ...newUser },
      { id: 'create-user-x8', connections: FEW, ...newUser },
    ];
  },
};
