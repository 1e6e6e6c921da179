// OpenLDAP's slapd (C, LMDB): users, groups, access rules by group. It speaks LDAP and is asked by lib/ldap.mjs, one Node.js
// process: its requests per second are a lower bound, its CPU per request is not. It runs without fsync (`dbnosync`).
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEW, MANY, PEOPLE, TEXT, listOf, ownObject, strangeObject } from '../lib/cases.mjs';
import { Ldap, add, addValue, bind, ldapLoad, search } from '../lib/ldap.mjs';
import { firstAnswer, needFreePort } from '../lib/client.mjs';
import { run, startServer } from '../lib/child.mjs';

const PORT = 18151, ROOT = 'dc=bench', ADMINISTRATOR = ['cn=admin,dc=bench', 'admin'];
const SUCCESS = 0, SIZE_LIMIT_EXCEEDED = 4, NO_SUCH_OBJECT = 32, CHILDREN = 1, SUBTREE = 2;
const PROFILE = ['uid', 'cn', 'mail', 'l'];

const userName = (index) => `uid=user${index},ou=users,${ROOT}`;
const groupName = (index) => `cn=group${index},ou=groups,${ROOT}`;
/// An object stands below its group, so that one access rule serves any number of groups.
const objectName = (number, groups) => `cn=document${number},ou=group${number % groups},ou=documents,${ROOT}`;
const passwordOf = (index) => `password-${index}`;

const configuration = (folder) => `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile ${folder}/pid
sizelimit unlimited
loglevel 0
database mdb
maxsize 4294967296
suffix "${ROOT}"
rootdn "${ADMINISTRATOR[0]}"
rootpw ${ADMINISTRATOR[1]}
directory ${folder}/data
dbnosync
index objectClass eq
index uid eq
index member eq
overlay memberof
access to attrs=userPassword by self write by anonymous auth by * none
access to dn.regex="^cn=document[0-9]+,ou=group([0-9]+),ou=documents,${ROOT}$"
  by group/groupOfNames/member.expand="cn=group$1,ou=groups,${ROOT}" read by * none
access to * by users read by anonymous auth
`;

function hashed(password) {
  const salt = Buffer.from('bench-salt');
  return `{SSHA}${Buffer.concat([createHash('sha1').update(password).update(salt).digest(), salt]).toString('base64')}`;
}

const person = (uid, password) => ({ objectClass: ['inetOrgPerson'], uid, cn: `nick of ${uid}`, sn: uid,
  mail: `${uid}@example.com`, l: 'Kaer Morhen', userPassword: password });
const thing = (number, cn) => ({ objectClass: 'device', cn, description: TEXT, serialNumber: String(number) });

function ldif(name, attributes) {
  const lines = Object.entries(attributes).flatMap(([key, values]) => [values].flat().map((value) => `${key}: ${value}`));
  return `dn: ${name}\n${lines.join('\n')}\n\n`;
}

function entries({ users, groups, objects }) {
  const unit = (name, ou) => ldif(name, { objectClass: 'organizationalUnit', ou });
  const parts = [ldif(ROOT, { objectClass: ['dcObject', 'organization'], dc: 'bench', o: 'bench' })];
  for (const ou of ['users', 'groups', 'documents', 'additions']) parts.push(unit(`ou=${ou},${ROOT}`, ou));
  for (let index = 0; index < users; index++) {
    const password = index < PEOPLE ? hashed(passwordOf(index)) : '{SSHA}x';
    parts.push(ldif(userName(index), { ...person(`user${index}`, password), memberOf: groupName(index % groups) }));
  }
  const membersOf = (group) => listOf(Math.ceil((users - group) / groups), (turn) => userName(group + turn * groups));
  for (let group = 0; group < groups; group++) {
    parts.push(ldif(groupName(group), { objectClass: 'groupOfNames', cn: `group${group}`, member: membersOf(group) }));
    parts.push(unit(`ou=group${group},ou=documents,${ROOT}`, `group${group}`));
  }
  for (let number = 0; number < objects; number++) parts.push(ldif(objectName(number, groups), thing(number, `document${number}`)));
  return parts.join('');
}

async function load(context) {
  rmSync(join(context.folder, 'data'), { recursive: true, force: true });
  mkdirSync(join(context.folder, 'data'));
  writeFileSync(join(context.folder, 'slapd.conf'), configuration(context.folder));
  const file = join(context.folder, 'load.ldif');
  writeFileSync(file, entries(context.size));
  await run(['slapadd', '-q', '-f', join(context.folder, 'slapd.conf'), '-l', file]);
}

async function answers() {
  const connection = new Ldap(PORT);
  try {
    return (await connection.call(bind('', ''))).code === SUCCESS;
  } finally {
    connection.close();
  }
}

export default {
  name: 'slapd', title: 'OpenLDAP slapd 2.5 (C)', password: 'salted SHA-1, cheap by its age',
  install: { debian: ['slapd'] },

  async start(context, { fresh }) {
    if (fresh) await load(context);
    await needFreePort(PORT);
    const child = startServer(['slapd', '-d', '0', '-f', join(context.folder, 'slapd.conf'), '-h', `ldap://127.0.0.1:${PORT}`],
      { log: join(context.folder, 'output') });
    return { startMilliseconds: await firstAnswer(child, answers), main: [child.pid], roots: [child.pid], stop: () => child.stop() };
  },

  fill: () => ({}),

  cases({ size }, { roots }) {
    const { groups } = size, count = Math.min(size.users, PEOPLE);
    const as = (index) => [userName(index % count), passwordOf(index % count)];
    const load = (question) => (seconds, connections) => ldapLoad({ port: PORT, roots, ...question }, seconds, connections);
    const found = (entriesWanted, codeWanted = SUCCESS) => ({ code, entries: seen }) => code === codeWanted && seen === entriesWanted;
    const done = ({ code }) => code === SUCCESS;
    const stamp = Date.now().toString(36);
    let made = 0;
    const newUser = () => {
      const uid = `new${stamp}x${made++}`;
      return add(`uid=${uid},ou=users,${ROOT}`, person(uid, hashed(uid)));
    };
    const newObject = () => {
      const cn = `new${stamp}x${made++}`;
      return add(`cn=${cn},ou=additions,${ROOT}`, thing(made, cn));
    };
    const newMember = () => addValue(groupName(0), 'member', `uid=new${stamp}x${made++},ou=users,${ROOT}`);
    const byAdministrator = (packet) => load({ who: () => ADMINISTRATOR, packet, right: done });
    return [
      // A connection stays bound to one person, so these rotate over as many people as there are connections.
      { id: 'who-am-i', run: load({ who: as, right: found(1),
        packet: (index) => search(userName(index % count), { attributes: [...PROFILE, 'memberOf'] }) }) },
      { id: 'list-100-users', run: load({ who: () => ADMINISTRATOR, right: found(100, SIZE_LIMIT_EXCEEDED),
        packet: () => search(`ou=users,${ROOT}`, { scope: CHILDREN, limit: 100, attributes: PROFILE }) }) },
      { id: 'read-member', run: load({ who: as, right: found(1),
        packet: (index) => search(objectName(ownObject(index, size), groups)) }) },
      { id: 'read-denied', run: load({ who: as, right: found(0, NO_SUCH_OBJECT),
        packet: (index) => search(objectName(strangeObject(index, size), groups)) }) },
      { id: 'list-100-of-acl', run: load({ who: as, right: found(100, SIZE_LIMIT_EXCEEDED),
        packet: () => search(`ou=documents,${ROOT}`, { scope: SUBTREE, limit: 100, equal: ['objectClass', 'device'] }) }) },
      { id: 'login', connections: FEW, run: load({ packet: (index, turn) => bind(...as(index + turn)), right: done }) },
      { id: 'create-user-x1', connections: 1, run: byAdministrator(newUser) },
      { id: 'create-user-x8', connections: FEW, run: byAdministrator(newUser) },
      { id: 'create-object', run: byAdministrator(newObject) },
      { id: 'create-object-x200', connections: MANY, run: byAdministrator(newObject) },
      { id: 'add-member-x200', connections: MANY, run: byAdministrator(newMember) },
    ];
  },
};
