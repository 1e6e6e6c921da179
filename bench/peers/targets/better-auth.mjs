// better-auth on SQLite: users, sessions, organisations. It guards no objects of its own; `may-member` ("has this member of
// the organisation the permission") is the nearest that it offers.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEW, FEW_PEOPLE, expect, listOf } from '../lib/cases.mjs';
import { each, firstHttpAnswer, must, needFreePort, post } from '../lib/client.mjs';
import { numbers, sqlite } from '../lib/sqlite.mjs';
import { startServer } from '../lib/child.mjs';

const PORT = 18121, URL_OF_SERVER = `http://127.0.0.1:${PORT}`, API = '/api/auth';
const SERVER = fileURLToPath(new URL('../servers/better-auth.mjs', import.meta.url));
const ORIGIN = { Origin: URL_OF_SERVER }, THEN = '2026-01-01T00:00:00.000Z';
const bearer = (token) => ({ ...ORIGIN, Authorization: `Bearer ${token}` });
const emailOf = (index) => `user${index}@example.com`, passwordOf = (index) => `password-${index}`;
const databaseOf = (folder) => join(folder, 'data/bench.db');

async function signUp(index) {
  const body = { email: emailOf(index), password: passwordOf(index), name: `nick ${index}` };
  const answer = await must(URL_OF_SERVER, post(`${API}/sign-up/email`, ORIGIN, body));
  return { id: answer.json.user.id, token: answer.headers['set-auth-token'] ?? answer.json.token };
}

/// Person g founds group g; the other members, the administrator and those who never sign in are written to the tables.
async function joinGroups(folder, people, organisations, users) {
  const groups = organisations.length;
  const row = ({ id }, index) => `('m${index}', '${organisations[index % groups]}', '${id}', 'member', '${THEN}')`;
  const rows = people.map(row).slice(groups);
  await sqlite(databaseOf(folder), `
    INSERT INTO member(id, organizationId, userId, role, createdAt) VALUES ${rows.join(',')};
    UPDATE user SET role = 'admin' WHERE id = '${people[0].id}';
    WITH ${numbers(people.length, users - 1)} INSERT INTO user(id, name, email, emailVerified, createdAt, updatedAt)
      SELECT 'silent' || i, 'silent ' || i, 'silent' || i || '@example.com', 0, '${THEN}', '${THEN}' FROM numbers;
    INSERT INTO member(id, organizationId, userId, role, createdAt)
      SELECT 'm' || id, (SELECT id FROM organization LIMIT 1), id, 'member', createdAt FROM user WHERE id LIKE 'silent%';
    ANALYZE;`);
}

export default {
  name: 'better-auth', title: 'better-auth 1.7.25 on SQLite', password: 'scrypt, N=16384, r=16',
  install: { npm: ['better-auth@1.7.25', 'better-sqlite3@13.2.0'], node: 22, debian: ['g++', 'make', 'python3'] },

  async start(context, { fresh }) {
    const data = join(context.folder, 'data');
    if (fresh) {
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data);
    }
    await needFreePort(PORT);
    const child = startServer([context.node, SERVER, context.folder, String(PORT), databaseOf(context.folder)],
      { cwd: context.folder, env: { NODE_ENV: 'production' }, log: join(context.folder, 'output') });
    const startMilliseconds = await firstHttpAnswer(child, URL_OF_SERVER, `${API}/ok`);
    return { url: URL_OF_SERVER, startMilliseconds, main: [child.pid], roots: [child.pid], stop: () => child.stop() };
  },

  async fill({ folder, size: { users, groups } }) {
    const people = await each(Math.min(users, FEW_PEOPLE), 4, signUp);
    const organisations = [];
    for (let group = 0; group < groups; group++) {
      organisations.push((await must(URL_OF_SERVER, post(`${API}/organization/create`, bearer(people[group].token),
        { name: `group ${group}`, slug: `group${group}` }))).json.id);
    }
    await joinGroups(folder, people, organisations, users);
    return { people, organisations };
  },

  cases({ size }, server, { people, organisations }) {
    const asked = (path) => people.map(({ token }) => ({ path, headers: bearer(token) }));
    const may = ({ token }, index) => post(`${API}/organization/has-permission`, bearer(token),
      { organizationId: organisations[index % size.groups], permissions: { ac: ['read'] } });
    const newUser = { status: 200, slow: true,
      requests: [post(`${API}/sign-up/email`, ORIGIN, { email: '{{new}}@example.com', password: 'secret-{{new}}', name: 'x' })] };
    return [
      { id: 'who-am-i', status: 200, requests: asked(`${API}/get-session`),
        check: (answer, index) => expect(answer.json.user.email === emailOf(index), answer) },
      { id: 'my-groups', status: 200, requests: asked(`${API}/organization/list`),
        check: (answer, index) => expect(answer.json.length === 1 && answer.json[0].slug === `group${index % size.groups}`, answer) },
      { id: 'list-100-users', status: 200, requests: [{ path: `${API}/admin/list-users?limit=100`, headers: bearer(people[0].token) }],
        check: (answer) => expect(answer.json.users.length === 100, answer) },
      { id: 'may-member', status: 200, requests: people.map(may), check: (answer) => expect(answer.json.success === true, answer) },
      { id: 'login', status: 200, slow: true, connections: FEW, requests: listOf(people.length, (index) =>
        post(`${API}/sign-in/email`, ORIGIN, { email: emailOf(index), password: passwordOf(index) })),
      check: (answer, index) => expect(answer.json.user.id === people[index].id, answer) },
      { id: 'create-user-x1', connections: 1, ...newUser },
      { id: 'create-user-x8', connections: FEW, ...newUser },
    ];
  },
};
