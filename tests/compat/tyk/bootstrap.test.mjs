// Every script of clients/ sets up an organisation of its own, or takes the one that is there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { useServer } from '../server.mjs';

const secret = 'the secret of the installation';
const folder = fileURLToPath(new URL('clients/', import.meta.url));
const clients = readdirSync(folder).filter((name) => name.endsWith('.sh') && name !== 'common.sh');
const world = useServer('--tyk-admin-secret', secret, '--tyk-create-meta', 'id');

async function run(client) {
  const environment = { PATH: process.env.PATH, SERVER: world.url, SECRET: secret };
  const { stdout } = await promisify(execFile)('bash', [folder + client], { env: environment, timeout: 30_000 });
  return stdout;
}

for (const client of clients) {
  test(`${client} ends with a key that works`, async () => {
    assert.match(await run(client), /^ready: \S+@example\.com\n$/);
  });
}

test('k8s_bootstrap.sh may be run again', async () => {
  assert.equal(await run('k8s_bootstrap.sh'), 'ready: k8s-bootstrap@example.com\n');
});
