import assert from 'node:assert/strict';

import { application, makeInstance, promise, useServer } from './support.mjs';

const world = useServer('--syncano-requests-per-second-instance', '2');

promise('a client that asks too often waits as long as it is told, and is answered then', async () => {
  const admin = await makeInstance(world, 'hasty-one');
  const key = await admin.ApiKey.please().create({});
  const app = application(world, 'hasty-one', key.api_key);
  const asked = Array.from({ length: 5 }, () => app.Group.please().list().then((groups) => groups.length));
  assert.deepEqual(await Promise.all(asked), [0, 0, 0, 0, 0]);
});
