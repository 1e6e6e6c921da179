// Cerbos: a stateless decision point. It stores no users and no objects: whoever asks sends both along. So only "may X read
// Y" can be compared, and it is the decision alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PEOPLE, expect, listOf } from '../lib/cases.mjs';
import { firstHttpAnswer, needFreePort, post } from '../lib/client.mjs';
import { startServer } from '../lib/child.mjs';

const PORT = 18171, URL_OF_SERVER = `http://127.0.0.1:${PORT}`, PACKAGE = '@cerbos/cerbos-linux-x64';

const POLICY = `apiVersion: api.cerbos.dev/v1
resourcePolicy:
  version: default
  resource: document
  rules:
    - actions: [read]
      effect: EFFECT_ALLOW
      roles: [user]
      condition: { match: { expr: "R.attr.group in P.attr.groups" } }
`;

const settings = (folder) => `server: { httpListenAddr: "127.0.0.1:${PORT}", grpcListenAddr: "127.0.0.1:${PORT + 1}" }
storage: { driver: disk, disk: { directory: "${folder}/policies" } }
telemetry: { disabled: true }
`;

const question = (index, group) => post('/api/check/resources', {}, {
  principal: { id: `user${index}`, roles: ['user'], attr: { groups: [`group${index}`, 'staff'] } },
  resources: [{ actions: ['read'], resource: { kind: 'document', id: `document${index}`, attr: { group: `group${group}` } } }] });

export default {
  name: 'cerbos', title: 'Cerbos 0.55 (Go), decisions only', password: 'none',
  install: { npm: [`${PACKAGE}@0.55.0`] },

  async start(context) {
    const file = join(context.folder, 'settings.yaml');
    mkdirSync(join(context.folder, 'policies'), { recursive: true });
    writeFileSync(join(context.folder, 'policies/document.yaml'), POLICY);
    writeFileSync(file, settings(context.folder));
    await needFreePort(PORT);
    const program = join(context.folder, 'node_modules', PACKAGE, 'cerbos-linux-x64');
    const child = startServer([program, 'server', `--config=${file}`, '--log-level=error'],
      { cwd: context.folder, log: join(context.folder, 'output') });
    const startMilliseconds = await firstHttpAnswer(child, URL_OF_SERVER, '/_cerbos/health');
    return { url: URL_OF_SERVER, startMilliseconds, main: [child.pid], roots: [child.pid], stop: () => child.stop() };
  },

  fill: () => ({}),

  cases({ size }) {
    const count = Math.min(size.users, PEOPLE);
    const says = (verdict) => (answer) => expect(answer.json.results[0].actions.read === verdict, answer);
    return [
      { id: 'read-member', status: 200, requests: listOf(count, (index) => question(index, index)), check: says('EFFECT_ALLOW') },
      { id: 'read-denied', status: 200, requests: listOf(count, (index) => question(index, index + 1)), check: says('EFFECT_DENY') },
    ];
  },
};
