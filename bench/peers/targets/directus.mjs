// Directus on SQLite: a user has one role, and a policy's rule ties a document to the role of who asks. Its pressure limiter
// is off. Version 12 refuses such a rule without a licence key, so this is the last of 11.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FEW, FEW_PEOPLE, MANY, TEXT, expect, listOf, ownObject, strangeObject } from '../lib/cases.mjs';
import { each, firstHttpAnswer, must, needFreePort, post } from '../lib/client.mjs';
import { numbers, sqlite } from '../lib/sqlite.mjs';
import { run, startServer } from '../lib/child.mjs';

const PORT = 18111, URL_OF_SERVER = `http://127.0.0.1:${PORT}`;
const ADMINISTRATOR = { email: 'admin@example.com', password: 'admin-secret-1' };
const PEOPLE = FEW_PEOPLE + 10, AT_ONCE = 10;
const emailOf = (index) => `user${index}@example.com`, passwordOf = (index) => `password-${index}`;
const databaseOf = (folder) => join(folder, 'data/bench.db');

const settings = (folder) => ({
  SECRET: 'bench-secret-bench-secret-bench-secret', HOST: '127.0.0.1', PORT: String(PORT), PUBLIC_URL: URL_OF_SERVER,
  ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: ADMINISTRATOR.password, TELEMETRY: 'false', LOG_LEVEL: 'error',
  NODE_ENV: 'production', ACCESS_TOKEN_TTL: '1d', PRESSURE_LIMITER_ENABLED: 'false', QUERY_LIMIT_DEFAULT: '100',
  DB_CLIENT: 'sqlite3', DB_FILENAME: databaseOf(folder),
});

async function signIn(credentials) {
  const answer = await must(URL_OF_SERVER, post('/auth/login', {}, credentials));
  return { Authorization: `Bearer ${answer.json.data.access_token}` };
}

const documents = { collection: 'documents', schema: {}, meta: {}, fields: [
  { field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true } },
  { field: 'title', type: 'string', schema: {} }, { field: 'text', type: 'text', schema: {} },
  { field: 'reader', type: 'string', schema: { is_indexed: true } }] };

const rules = (policy) => [
  { policy, collection: 'documents', action: 'read', fields: ['*'], permissions: { reader: { _eq: '$CURRENT_ROLE' } } },
  { policy, collection: 'directus_users', action: 'read', fields: ['*'], permissions: { id: { _eq: '$CURRENT_USER' } } },
  { policy, collection: 'directus_roles', action: 'read', fields: ['id', 'name'], permissions: { id: { _in: '$CURRENT_ROLES' } } }];

async function makeRoles(send, groups) {
  const roles = (await send('/roles', listOf(groups, (index) => ({ name: `group${index}` })))).json.data.map(({ id }) => id);
  await send('/collections', documents);
  const policy = (await send('/policies', { name: 'members', app_access: false, admin_access: false })).json.data.id;
  await send('/permissions', rules(policy));
  const policies = { create: [{ policy }], update: [], delete: [] };
  for (const role of roles) await send(`/roles/${role}`, { policies }, 'PATCH');
  return roles;
}

/// Documents, and people who never sign in, go straight into the tables: hashing a password for each would take long.
function addRows(folder, roles, { users, objects }) {
  const role = (number) => `CASE ${number} % ${roles.length} ${roles.map((id, index) => `WHEN ${index} THEN '${id}'`).join(' ')} END`;
  const hex = (bytes) => `hex(randomblob(${bytes}))`;
  return sqlite(databaseOf(folder), `
    WITH ${numbers(PEOPLE, users - 1)} INSERT INTO directus_users(id, email, first_name, password, role, status)
      SELECT lower(${hex(4)} || '-' || ${hex(2)} || '-4' || substr(${hex(2)}, 2) || '-a' || substr(${hex(2)}, 2) || '-' || ${hex(6)}),
        'silent' || i || '@example.com', 'silent ' || i, 'x', ${role('i')}, 'active' FROM numbers;
    WITH ${numbers(0, objects - 1)} INSERT INTO documents(id, title, text, reader)
      SELECT i + 1, 'document ' || i, '${TEXT}', ${role('i')} FROM numbers;
    ANALYZE;`);
}

export default {
  name: 'directus', title: 'Directus 11.17.4 on SQLite', password: 'argon2id, 64 MiB, t=3, p=4',
  install: { npm: ['directus@11.17.4'], node: 22, debian: ['g++', 'make', 'python3'] },

  async start(context, { fresh }) {
    const program = [context.node, join(context.folder, 'node_modules/directus/cli.js')];
    const options = { cwd: context.folder, env: settings(context.folder) };
    if (fresh) {
      rmSync(join(context.folder, 'data'), { recursive: true, force: true });
      mkdirSync(join(context.folder, 'data'));
      await run([...program, 'bootstrap'], options);
    }
    await needFreePort(PORT);
    const child = startServer([...program, 'start'], { ...options, log: join(context.folder, 'output') });
    const startMilliseconds = await firstHttpAnswer(child, URL_OF_SERVER, '/server/ping');
    return { url: URL_OF_SERVER, startMilliseconds, main: [child.pid], roots: [child.pid], stop: () => child.stop() };
  },

  async fill({ folder, size }) {
    const administrator = await signIn(ADMINISTRATOR);
    const send = (path, body, method = 'POST') => must(URL_OF_SERVER, { method, path, headers: administrator, body });
    const roles = await makeRoles(send, size.groups);
    const person = (index) => ({ email: emailOf(index), password: passwordOf(index), first_name: `nick ${index}`,
      role: roles[index % size.groups] });
    const people = Math.min(size.users, PEOPLE);
    for (let at = 0; at < people; at += AT_ONCE) {
      await send('/users', listOf(Math.min(AT_ONCE, people - at), (index) => person(at + index)));
    }
    await addRows(folder, roles, size);
    const members = await each(Math.min(people, FEW_PEOPLE), 4, (index) =>
      signIn({ email: emailOf(index), password: passwordOf(index) }));
    return { administrator, roles, members };
  },

  cases({ size }, server, { administrator, roles, members }) {
    const asked = (make) => members.map((headers, index) => ({ path: make(index), headers }));
    const roleOf = (index) => roles[index % size.groups];
    const newUser = { status: 200, slow: true, requests: [post('/users', administrator,
      { email: '{{new}}@example.com', password: 'secret-{{new}}', first_name: 'x', role: roles[0] })] };
    const newDocument = { status: 200,
      requests: [post('/items/documents', administrator, { title: '{{new}}', text: TEXT, reader: 'nobody' })] };
    return [
      { id: 'who-am-i', status: 200, requests: asked(() => '/users/me?fields=id,email,first_name,role.id,role.name'),
        check: (answer, index) => expect(answer.json.data.email === emailOf(index) && answer.json.data.role.id === roleOf(index), answer) },
      { id: 'list-100-users', status: 200, requests: [{ path: '/users?limit=100&fields=id,email,first_name,role', headers: administrator }],
        check: (answer) => expect(answer.json.data.length === 100, answer) },
      { id: 'read-member', status: 200, requests: asked((index) => `/items/documents/${ownObject(index, size) + 1}`),
        check: (answer, index) => expect(answer.json.data.reader === roleOf(index), answer) },
      { id: 'read-denied', status: 403, requests: asked((index) => `/items/documents/${strangeObject(index, size) + 1}`) },
      { id: 'list-100-of-acl', status: 200, requests: asked(() => '/items/documents?limit=100&sort=id'),
        check: (answer, index) => expect(answer.json.data.length === 100 &&
          answer.json.data.every(({ reader }) => reader === roleOf(index)), answer) },
      { id: 'login', status: 200, slow: true, connections: FEW, requests: listOf(members.length, (index) =>
        post('/auth/login', {}, { email: emailOf(index), password: passwordOf(index) })),
      check: (answer) => expect(answer.json.data.access_token, answer) },
      { id: 'create-user-x1', connections: 1, ...newUser },
      { id: 'create-user-x8', connections: FEW, ...newUser },
      { id: 'create-object', ...newDocument },
      { id: 'create-object-x200', connections: MANY, ...newDocument },
    ];
  },
};
