// Guildhall on either engine, asked in its Syncano dialect; "who am I" by a token too, in Daptin's. One event loop, as
// nginx has one worker. A second server on the same data, without the request log, answers the rows that end in no-log.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { each, firstHttpAnswer, must, needFreePort, post } from './client.mjs';
import { FEW, FEW_PEOPLE, MANY, PEOPLE, TEXT, expect, listOf, ofOneGroup, ownObject, strangeObject } from './cases.mjs';
import { run, startServer } from './child.mjs';

const BINARY = resolve(process.env.BINARY_UNDER_TEST ?? 'build/release/guildhall');
const OPERATOR = { email: 'operator@example.com', password: 'a long enough password' };
const PASSWORD = 'bench-password';
// Of that password, with the parameters that the server itself uses: others would be renewed at the first sign-in.
const PASSWORD_HASH = '$argon2id$v=19$m=19456,t=2,p=1$6nbXKua7Pom47RmLXlGfPw$n8Fb2jqYidaFaN48LxPmBuz4LNhQKIPQNVJvN4dr6tw';
const SITE = '/v1.1/instances/default', PAGE = 500, IN_FLIGHT = 64;
// People who are in no group yet, and the groups that they join: fewer than the 32 that a person may be in.
const JOINERS = 20_000, CIRCLES = 30;

const personName = (index) => `user${index}@example.com`;
const joinerName = (index) => `joiner${index}@example.com`;
const groupName = (index) => `group${index}`;

function userLine(username, groups) {
  return JSON.stringify({ username, email: username, password_hash: PASSWORD_HASH, display_name: username.split('@')[0], groups });
}

/// Fills the store with people and their groups by `guildhall import users`; no server may run on it meanwhile.
/// Those whose keys are needed come first.
async function importUsers(folder, flags, { users, groups }) {
  const person = (index) => userLine(personName(index), [groupName(index % groups)]);
  const all = listOf(users, person);
  const lines = [...all.slice(0, PEOPLE), ...listOf(JOINERS, (index) => userLine(joinerName(index), [])), ...all.slice(PEOPLE)];
  const file = join(folder, 'users.jsonl');
  writeFileSync(file, lines.join('\n') + '\n');
  await run([BINARY, 'import', 'users', file, ...flags]);
}

/// Starts one server; `flags` say where its data is.
async function serve(folder, port, flags, logRequests) {
  await needFreePort(port);
  const log = join(folder, `server-${port}.log`);
  const child = startServer([BINARY, 'serve', ...flags, '--listen', `127.0.0.1:${port}`, '--server-loops', '1',
    '--log-requests', String(logRequests), '--operator-email', OPERATOR.email, '--operator-password', OPERATOR.password],
  { log });
  const url = `http://127.0.0.1:${port}`;
  const startMilliseconds = await firstHttpAnswer(child, url, '/healthz');
  const stop = async () => {
    await child.stop();
    rmSync(log, { force: true }); // a line for each request makes it large
  };
  return { url, startMilliseconds, pid: child.pid, stop };
}

/// The rows of a list, page after page, until `enough` says so.
async function pages(url, path, headers, enough) {
  const rows = [];
  for (let next = path; next && !enough(rows);) {
    const { objects, next: link } = (await must(url, { path: next, headers })).json;
    rows.push(...objects);
    next = link;
  }
  return rows;
}

/// The people that `names` name, in that order: {id, user_key}.
async function readPeople(url, operator, names) {
  const rows = await pages(url, `${SITE}/users/?page_size=${PAGE}`, operator, (seen) => seen.length >= names.length + PAGE);
  const byName = new Map(rows.map((row) => [row.username, row]));
  return names.map((name) => {
    const row = byName.get(name);
    if (!row) throw new Error(`${name} was not imported`);
    return { id: row.id, user_key: row.user_key };
  });
}

async function readGroups(url, operator, count) {
  const rows = await pages(url, `${SITE}/groups/?page_size=${PAGE}`, operator, () => false);
  const byName = new Map(rows.map((row) => [row.label, row.id]));
  return listOf(count, (index) => byName.get(groupName(index)));
}

/// Two classes: one that is read, and one that objects are added to.
async function makeClasses(url, operator) {
  const schema = [{ name: 'n', type: 'integer', order_index: true }, { name: 'title', type: 'string' }, { name: 'text', type: 'text' }];
  for (const name of ['document', 'addition']) await must(url, post(`${SITE}/classes/`, operator, { name, schema }));
}

const objectOf = (n, title, group) => ({ n, title, text: TEXT, group, group_permissions: 'read', other_permissions: 'none' });

function tokenFor(url, index) {
  const attributes = { email: personName(index), password: PASSWORD };
  return must(url, post('/action/user_account/signin', {}, { attributes }))
    .then(({ text }) => /eyJ[\w.-]+/.exec(text)[0]);
}

async function fill(url, { users, groups, objects }) {
  const account = await must(url, post('/v1.1/account/auth/', {}, OPERATOR));
  const operator = { 'X-API-KEY': account.json.account_key };
  const application = (await must(url, post(`${SITE}/api_keys/`, operator, { description: 'bench' }))).json.api_key;
  const names = [...listOf(Math.min(users, PEOPLE), personName), ...listOf(JOINERS, joinerName)];
  const found = await readPeople(url, operator, names);
  const people = found.slice(0, -JOINERS), joiners = found.slice(-JOINERS);
  const groupIds = await readGroups(url, operator, groups);
  await makeClasses(url, operator);
  const ids = await each(objects, IN_FLIGHT, async (n) => (await must(url, post(`${SITE}/classes/document/objects/`, operator,
    objectOf(n, `document ${n}`, groupIds[n % groups])))).json.id);
  const circles = await each(CIRCLES, IN_FLIGHT, async (index) => (await must(url,
    post(`${SITE}/groups/`, operator, { label: `circle${index}` }))).json.id);
  const tokens = await each(Math.min(users, FEW_PEOPLE), FEW, (index) => tokenFor(url, index));
  return { operator, application, people, joiners, groupIds, ids, circles, tokens };
}

/// What is only read, and costs no hash.
function readingCases(size, { operator, application, people, ids, tokens }) {
  const by = ({ user_key: key }) => ({ 'X-API-KEY': application, 'X-USER-KEY': key });
  const asked = (make) => people.map((person, index) => ({ path: make(index), headers: by(person) }));
  const object = (number) => `${SITE}/classes/document/objects/${ids[number]}/`;
  const whoAmI = { status: 200, requests: asked(() => `${SITE}/user/`), check: (answer, index) => expect(
    answer.json.username === personName(index) && answer.json.groups[0]?.label === groupName(index % size.groups), answer) };
  return [
    { id: 'who-am-i', ...whoAmI },
    { id: 'who-am-i-pipelined', depth: 16, ...whoAmI },
    { id: 'who-am-i-token', status: 200,
      requests: tokens.map((token) => ({ path: '/api/user_account/mine', headers: { Authorization: `Bearer ${token}` } })),
      check: (answer, index) => expect(answer.text.includes(personName(index)), answer) },
    { id: 'list-100-users', status: 200, requests: [{ path: `${SITE}/users/?page_size=100`, headers: operator }],
      check: (answer) => expect(answer.json.objects.length === 100, answer) },
    { id: 'read-member', status: 200, requests: asked((index) => object(ownObject(index, size))),
      check: (answer, index) => expect(answer.json.n === ownObject(index, size), answer) },
    { id: 'read-denied', status: 404, requests: asked((index) => object(strangeObject(index, size))),
      check: (answer) => expect(answer.json.detail === 'Not found.', answer) },
    { id: 'list-100-of-acl', status: 200, requests: asked(() => `${SITE}/classes/document/objects/?page_size=100`),
      check: (answer, index) => expect(answer.json.objects.length === 100 &&
        ofOneGroup(answer.json.objects.map(({ n }) => n), index, size.groups), answer) },
  ];
}

function writingCases({ operator, application, people, joiners, groupIds, circles }) {
  const key = { 'X-API-KEY': application };
  const newUser = { status: 201, slow: true,
    requests: [post(`${SITE}/users/`, operator, { username: '{{new}}@example.com', password: 'secret-{{new}}' })] };
  const newObject = { status: 201, requests: [post(`${SITE}/classes/addition/objects/`, operator, objectOf(1, '{{new}}', groupIds[0]))],
    check: (answer) => expect(answer.json.group === groupIds[0], answer) };
  return [
    { id: 'login', status: 200, slow: true, connections: FEW, requests: listOf(Math.min(people.length, FEW_PEOPLE), (index) =>
      post(`${SITE}/user/auth/`, key, { username: personName(index), password: PASSWORD })),
    check: (answer, index) => expect(answer.json.user_key === people[index].user_key, answer) },
    { id: 'create-user-x1', connections: 1, ...newUser },
    { id: 'create-user-x8', connections: FEW, ...newUser },
    { id: 'create-object', ...newObject },
    { id: 'create-object-x200', connections: MANY, ...newObject },
    { id: 'add-member-x200', status: 201, connections: MANY, walk: { outer: circles, inner: joiners.map(({ id }) => id), step: 0 },
      requests: [post(`${SITE}/groups/{{outer}}/users/`, operator, { user: '{{inner}}' })] },
  ];
}

/// Builds the server, unless another is to be tested.
async function build() {
  if (process.env.BINARY_UNDER_TEST) return;
  await run(['script/setup', '--run-only']);
  await run(['script/build', 'release']);
}

/// A target; `database(context, fresh)` gives the address of its database, or nothing for SQLite.
export function guildhall({ name, title, port, debian, database }) {
  return {
    name, title, password: 'argon2id, 19 MiB, t=2', install: { debian, build },

    async start(context, { fresh }) {
      const data = join(context.folder, 'data'), copy = join(context.folder, 'quiet');
      const shared = await database(context, fresh);
      const flagsFor = (folder) => ['--data', folder, ...(shared ? ['--database-url', shared.url] : [])];
      if (fresh) {
        rmSync(data, { recursive: true, force: true });
        mkdirSync(data);
        await (await serve(context.folder, port, flagsFor(data), true)).stop(); // makes the tenant and its operator
        await importUsers(context.folder, flagsFor(data), context.size);
      } else {
        rmSync(copy, { recursive: true, force: true });
        cpSync(data, copy, { recursive: true });
      }
      const server = await serve(context.folder, port, flagsFor(data), true);
      const quiet = fresh ? undefined : await serve(context.folder, port + 1, flagsFor(copy), false);
      const others = shared ? [shared.pid] : [];
      return { url: server.url, startMilliseconds: server.startMilliseconds, main: [server.pid],
        roots: [server.pid, ...others],
        quiet: quiet && { url: quiet.url, roots: [quiet.pid, ...others] },
        stop: () => Promise.all([server.stop(), quiet?.stop()]) };
    },

    fill: (context, { url }) => fill(url, context.size),

    cases(context, server, facts) {
      const reading = readingCases(context.size, facts);
      return [...reading, ...reading.map((test) => ({ ...test, id: `${test.id}-no-log`, ...server.quiet })), ...writingCases(facts)];
    },
  };
}
