// parse-server on PostgreSQL: users, roles, objects with an access list. The database's CPU time counts.
// A user's answer has no roles in it, so "who am I" with groups is two requests here: who-am-i and my-groups.
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { each, firstHttpAnswer, must, needFreePort, post } from '../lib/client.mjs';
import { FEW, MANY, PEOPLE, TEXT, expect, listOf, ofOneGroup, ownObject, strangeObject } from '../lib/cases.mjs';
import { startServer } from '../lib/child.mjs';

const PORT = 18101, URL_OF_SERVER = `http://127.0.0.1:${PORT}`, DATABASE = 'parse';
const APPLICATION = { 'X-Parse-Application-Id': 'bench' };
const MASTER = { ...APPLICATION, 'X-Parse-Master-Key': 'bench-master' };
const JOINERS = 100;

const pointer = (objectId) => ({ __type: 'Pointer', className: '_User', objectId });
const passwordOf = (index) => `password-${index}`;
const objectOf = (n, title, group) => ({ n, title, text: TEXT, ACL: { [`role:group${group}`]: { read: true } } });

const settings = (databaseURI, folder) => ({
  appId: 'bench', masterKey: 'bench-master', maintenanceKey: 'bench-maintenance', databaseURI, port: PORT, host: '127.0.0.1',
  serverURL: `${URL_OF_SERVER}/parse`, mountPath: '/parse', silent: true, logLevel: 'error', logsFolder: join(folder, 'logs'),
  allowClientClassCreation: true,
});

async function signUp(index) {
  const body = { username: `user${index}`, password: passwordOf(index), email: `user${index}@example.com`, nick: `nick ${index}` };
  const { objectId, sessionToken } = (await must(URL_OF_SERVER, post('/parse/users', APPLICATION, body))).json;
  return { id: objectId, token: sessionToken };
}

async function makeRole(name, members) {
  const body = { name, ACL: { '*': { read: true } }, users: { __op: 'AddRelation', objects: members.map(pointer) } };
  return (await must(URL_OF_SERVER, post('/parse/roles', MASTER, body))).json.objectId;
}

/// People who never sign in go straight into the tables: hashing a password for each would take long.
function addSilentPeople(postgres, count, groups) {
  return postgres.sql(DATABASE, `
    INSERT INTO "_User"("objectId", "createdAt", "updatedAt", username, email, _hashed_password, _rperm, _wperm)
    SELECT 'S' || lpad(i::text, 9, '0'), now(), now(), 'silent' || i, 'silent' || i || '@example.com', 'x',
           ARRAY['*', 'S' || lpad(i::text, 9, '0')], ARRAY['S' || lpad(i::text, 9, '0')] FROM generate_series(1, ${count}) i;
    INSERT INTO "_Join:users:_Role"("relatedId", "owningId")
    SELECT 'S' || lpad(i::text, 9, '0'), (SELECT "objectId" FROM "_Role" WHERE name = 'group' || (i % ${groups}))
    FROM generate_series(1, ${count}) i;
    ANALYZE;`);
}

export default {
  name: 'parse-server', title: 'parse-server 9.10.0 on PostgreSQL', password: 'bcrypt, cost 10',
  install: { debian: ['postgresql-15'], npm: ['parse-server@9.10.0'], node: 22 },

  async start(context, { fresh }) {
    const postgres = await context.postgres();
    const address = fresh ? await postgres.fresh(DATABASE) : postgres.address(DATABASE);
    const file = join(context.folder, 'settings.json');
    writeFileSync(file, JSON.stringify(settings(address, context.folder)));
    await needFreePort(PORT);
    const child = startServer([context.node, join(context.folder, 'node_modules/parse-server/bin/parse-server'), file],
      { cwd: context.folder, env: { NODE_ENV: 'production' }, log: join(context.folder, 'output') });
    const startMilliseconds = await firstHttpAnswer(child, URL_OF_SERVER, '/parse/health');
    return { url: URL_OF_SERVER, startMilliseconds, main: [child.pid], roots: [child.pid, postgres.pid],
      stop: () => child.stop() };
  },

  async fill(context) {
    const { users, groups, objects } = context.size;
    const people = await each(Math.min(users, PEOPLE), FEW, signUp);
    for (let group = 0; group < groups; group++) {
      await makeRole(`group${group}`, people.filter((_, index) => index % groups === group).map(({ id }) => id));
    }
    const ids = await each(objects, FEW, async (n) => (await must(URL_OF_SERVER,
      post('/parse/classes/Document', MASTER, objectOf(n, `document ${n}`, n % groups)))).json.objectId);
    const circle = await makeRole('circle', [people[0].id]);
    if (users > PEOPLE) await addSilentPeople(await context.postgres(), users - PEOPLE, groups);
    return { people, ids, circle };
  },

  cases({ size }, server, { people, ids, circle }) {
    const asked = (make) => people.map(({ token }, index) => (
      { path: make(index), headers: { ...APPLICATION, 'X-Parse-Session-Token': token } }));
    const rolesOf = (index) => `/parse/roles?where=${encodeURIComponent(JSON.stringify({ users: pointer(people[index].id) }))}`;
    const object = (number) => `/parse/classes/Document/${ids[number]}`;
    const newUser = { status: 201, slow: true,
      requests: [post('/parse/users', APPLICATION, { username: '{{new}}', password: 'secret-{{new}}' })] };
    const newObject = { status: 201, requests: [post('/parse/classes/Addition', MASTER, objectOf(1, '{{new}}', 0))] };
    const join = { users: { __op: 'AddRelation', objects: [pointer('{{inner}}')] } };
    return [
      { id: 'who-am-i', status: 200, requests: asked(() => '/parse/users/me'),
        check: (answer, index) => expect(answer.json.username === `user${index}`, answer) },
      { id: 'my-groups', status: 200, requests: asked(rolesOf),
        check: (answer, index) => expect(
          answer.json.results.some(({ name }) => name === `group${index % size.groups}`), answer) },
      { id: 'list-100-users', status: 200, requests: [{ path: '/parse/users?limit=100', headers: MASTER }],
        check: (answer) => expect(answer.json.results.length === 100, answer) },
      { id: 'read-member', status: 200, requests: asked((index) => object(ownObject(index, size))),
        check: (answer, index) => expect(answer.json.n === ownObject(index, size), answer) },
      { id: 'read-denied', status: 404, requests: asked((index) => object(strangeObject(index, size))),
        check: (answer) => expect(answer.json.code === 101, answer) },
      { id: 'list-100-of-acl', status: 200, requests: asked(() => '/parse/classes/Document?limit=100&order=n'),
        check: (answer, index) => expect(answer.json.results.length === 100 &&
          ofOneGroup(answer.json.results.map(({ n }) => n), index, size.groups), answer) },
      { id: 'login', status: 200, slow: true, connections: FEW, requests: listOf(people.length, (index) =>
        post('/parse/login', APPLICATION, { username: `user${index}`, password: passwordOf(index) })),
      check: (answer, index) => expect(answer.json.objectId === people[index].id, answer) },
      { id: 'create-user-x1', connections: 1, ...newUser },
      { id: 'create-user-x8', connections: FEW, ...newUser },
      { id: 'create-object', ...newObject },
      { id: 'create-object-x200', connections: MANY, ...newObject },
      // Adding whom a role has already is answered alike, so people may come again.
      { id: 'add-member-x200', status: 200, connections: MANY,
        walk: { outer: [circle], inner: people.slice(0, JOINERS).map(({ id }) => id), step: 0 },
        requests: [{ method: 'PUT', path: '/parse/roles/{{outer}}', headers: MASTER, body: join }] },
    ];
  },
};
