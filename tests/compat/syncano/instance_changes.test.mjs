import assert from 'node:assert/strict';

import { application, makeInstance, promise, rejection, signIn, useServer } from './support.mjs';

const world = useServer();

promise('an instance is changed in part and as a whole', async () => {
  const { Instance } = await signIn(world);
  await Instance.please().create({ name: 'change-one', description: 'old', metadata: { a: 1 } });
  const one = { name: 'change-one' };
  const patched = await Instance.please().update(one, { description: 'new' });
  assert.deepEqual([patched.description, patched.metadata], ['new', { a: 1 }]);
  const read = await Instance.please().get(one);
  read.metadata = { b: 'x' };
  const saved = await read.save();
  assert.deepEqual([saved.description, saved.metadata], ['new', { b: 'x' }]);
  const long = await rejection(Instance.please().update(one, { metadata: { ['k'.repeat(17)]: 1 } }));
  assert.deepEqual(long.errors, { metadata: ['Too long key defined (exceeds 16).'] });
});

promise('an instance gets another name and is gone under the old one', async () => {
  const { Instance } = await signIn(world);
  await Instance.please().create({ name: 'change-two' });
  const renamed = await Instance.please().rename({ name: 'change-two' }, { new_name: 'Changed-Two' });
  assert.equal(renamed.name, 'changed-two');
  assert.equal(renamed.links.self, '/v1.1/instances/changed-two/');
  assert.equal((await rejection(Instance.please().get({ name: 'change-two' }))).status, 404);
  const again = await (await Instance.please().get({ name: 'changed-two' })).rename({ new_name: 'change-three' });
  assert.equal(again.name, 'change-three');
  const bad = await rejection(again.rename({ new_name: 'a--b' }));
  assert.deepEqual(bad.errors, {
    new_name: ['Ensure this field has at least 5 characters.', 'Double hyphens are reserved.'],
  });
});

promise('an instance is removed with all that is in it', async () => {
  const admin = await makeInstance(world, 'change-four');
  const key = await admin.ApiKey.please().create({});
  await admin.Instance.please().delete({ name: 'change-four' });
  const gone = await rejection(application(world, 'change-four', key.api_key).Group.please().list());
  assert.deepEqual([gone.status, gone.errors], [404, { detail: 'Instance was not found.' }]);
  await makeInstance(world, 'change-four');
});

promise('an instance is got or else made, updated or else made', async () => {
  const { Instance } = await signIn(world);
  const made = await Instance.please().getOrCreate({ name: 'change-five' }, { description: 'x' });
  assert.equal(made.description, 'x');
  const got = await Instance.please().getOrCreate({ name: 'change-five' }, { description: 'y' });
  assert.equal(got.description, 'x');
  const updated = await Instance.please().updateOrCreate({ name: 'change-five' }, { description: 'z' });
  assert.equal(updated.description, 'z');
  const other = await Instance.please().updateOrCreate({ name: 'change-six' }, {}, { description: 'w' });
  assert.equal(other.description, 'w');
});

promise('an instance leads to what is in it', async () => {
  const admin = await makeInstance(world, 'change-seven');
  const instance = await admin.Instance.please().get({ name: 'change-seven' });
  assert.deepEqual((await instance.classes().list()).map((row) => row.name), ['user_profile']);
  assert.deepEqual((await instance.channels().list()).map((row) => row.name).sort(), ['default', 'eventlog']);
  assert.equal((await instance.admins().list()).length, 1);
  for (const list of ['users', 'groups', 'apiKeys', 'instanceInvitations']) {
    assert.equal((await instance[list]().list()).length, 0, list);
  }
});

promise('API keys are listed, changed, reset and removed', async () => {
  const admin = await makeInstance(world, 'change-eight');
  const { ApiKey } = admin;
  const [first, second] = await ApiKey.please().bulkCreate([
    ApiKey({ description: 'one' }), ApiKey({ description: 'two', ignore_acl: true }),
  ]);
  assert.deepEqual((await ApiKey.please().list()).map((key) => key.id), [first.id, second.id]);
  const changed = await ApiKey.please().update({ id: first.id }, { allow_anonymous_read: true });
  assert.deepEqual([changed.description, changed.allow_anonymous_read], ['one', true]);
  const read = await ApiKey.please().get({ id: first.id });
  read.description = 'three';
  assert.equal((await read.save()).description, 'three');
  const renewed = await read.reset();
  assert.notEqual(renewed.api_key, first.api_key);
  const bad = await rejection(ApiKey.please().update({ id: first.id }, { ignore_acl: 123 }));
  assert.deepEqual(bad.errors, { ignore_acl: ['"123" is not a valid boolean.'] });
  await ApiKey.please().delete({ id: first.id });
  assert.equal((await rejection(ApiKey.please().get({ id: first.id }))).status, 404);
  await second.delete();
  assert.equal((await ApiKey.please().list()).length, 0);
});

promise('the server is found by who looks whether it is there', async () => {
  const { Monitor } = await signIn(world);
  const connected = new Promise((resolve) => Monitor.on('connected', resolve));
  Monitor.ping();
  await connected;
});
