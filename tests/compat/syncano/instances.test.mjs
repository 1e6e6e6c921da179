import assert from 'node:assert/strict';

import { promise, rejection, signIn, Syncano, useServer } from './support.mjs';

const world = useServer();

promise('an instance is created, listed and read', async () => {
  const { Instance } = await signIn(world);
  const made = await Instance.please().create({ name: 'rivia-one', description: 'The first' });
  assert.equal(made.name, 'rivia-one');
  assert.equal(made.description, 'The first');
  assert.equal(made.role, 'full');
  assert.equal(made.owner.email, world.operator.email);
  assert.ok(made.created_at instanceof Date && !Number.isNaN(made.created_at.valueOf()));
  const names = (await Instance.please().list()).map((instance) => instance.name);
  assert.ok(names.includes('rivia-one'));
  const read = await Instance.please().get({ name: 'rivia-one' });
  assert.equal(Object.keys(read.links).length, 18);
});

promise('a name is taken once, whatever its case', async () => {
  const { Instance } = await signIn(world);
  await Instance.please().create({ name: 'Rivia-Two' });
  assert.equal((await Instance.please().get({ name: 'RIVIA-two' })).name, 'rivia-two');
  const refused = await rejection(Instance.please().create({ name: 'rivia-two' }));
  assert.equal(refused.status, 400);
  assert.match(refused.message, /must be unique/);
});

promise('another operator does not see it', async () => {
  const { Instance } = await signIn(world);
  await Instance.please().create({ name: 'rivia-three' });
  const stranger = Syncano({ baseUrl: world.url });
  const account = await stranger.Account.register({ email: 'gaunter@example.com', password: 'mirror' });
  stranger.setAccountKey(account.account_key);
  assert.equal((await stranger.Instance.please().list()).length, 0);
  const refused = await rejection(stranger.Instance.please().get({ name: 'rivia-three' }));
  assert.equal(refused.status, 404);
});

promise('API keys carry their four flags, and a reset ends the old key', async () => {
  const connection = await signIn(world, { instanceName: 'rivia-keys' });
  await connection.Instance.please().create({ name: 'rivia-keys' });
  const key = await connection.ApiKey.please().create({ description: 'app', allow_user_create: true });
  assert.match(key.api_key, /^[0-9a-f]{39}[13579bdf]$/);
  assert.deepEqual(
    [key.ignore_acl, key.allow_user_create, key.allow_group_create, key.allow_anonymous_read],
    [false, true, false, false],
  );
  const application = Syncano({
    baseUrl: world.url, apiKey: key.api_key, defaults: { instanceName: 'rivia-keys' },
  });
  assert.deepEqual((await application.ApiKey.please().list()).map((row) => row.id), [key.id]);
  const renewed = await connection.ApiKey.please().reset({ id: key.id });
  assert.notEqual(renewed.api_key, key.api_key);
  const refused = await rejection(application.Group.please().list());
  assert.equal(refused.status, 403);
  assert.match(refused.message, /No such API Key\./);
});
