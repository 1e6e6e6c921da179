import assert from 'node:assert/strict';

import { makeInstance, promise, rejection, Syncano, useServer } from './support.mjs';

const world = useServer();
const application = (key, instanceName, userKey) =>
  Syncano({ baseUrl: world.url, apiKey: key, userKey, defaults: { instanceName } });

promise('a user is created, signs in and sees himself', async () => {
  const admin = await makeInstance(world, 'users-one');
  const key = await admin.ApiKey.please().create({ allow_user_create: true });
  const app = application(key.api_key, 'users-one');
  const made = await app.User.please().create({ username: 'Geralt', password: 'roach' });
  assert.equal(made.username, 'Geralt');
  const signedIn = await app.User.please().login({}, { username: 'geralt', password: 'roach' });
  assert.equal(signedIn.username, 'geralt');
  assert.equal(signedIn.user_key, made.user_key);
  const self = await app.User.please().get();
  assert.equal(self.id, made.id);
  assert.equal(self.profile.owner, made.id);
  assert.equal(self.profile.owner_permissions, 'full');
});

promise('a user changes his name and password, and only his', async () => {
  const admin = await makeInstance(world, 'users-two');
  const key = await admin.ApiKey.please().create({});
  const geralt = await admin.User.please().create({ username: 'geralt', password: 'roach' });
  const ciri = await admin.User.please().create({ username: 'ciri', password: 'kelpie' });
  const app = application(key.api_key, 'users-two', geralt.user_key);
  const renamed = await app.User.please().update({}, { username: 'dummyTest', password: 'plotka' });
  assert.equal(renamed.username, 'dummyTest');
  assert.equal((await app.User.please().get()).username, 'dummytest');
  await app.User.please().login({}, { username: 'dummytest', password: 'plotka' });
  const list = await app.User.please().list();
  assert.deepEqual(list.map((user) => user.id), [geralt.id]);
  const other = await rejection(admin.User.please().get({ id: ciri.id + 100 }));
  assert.equal(other.status, 404);
});

promise('resetting the user key ends the old one', async () => {
  const admin = await makeInstance(world, 'users-three');
  const key = await admin.ApiKey.please().create({});
  const user = await admin.User.please().create({ username: 'vesemir', password: 'kaer' });
  const renewed = await admin.User.please().resetKey({ id: user.id });
  assert.notEqual(renewed.user_key, user.user_key);
  const stale = application(key.api_key, 'users-three', user.user_key);
  assert.equal((await rejection(stale.User.please().get())).status, 403);
  const fresh = application(key.api_key, 'users-three', renewed.user_key);
  assert.equal((await fresh.User.please().get()).id, user.id);
});

promise('deleting a user frees his name', async () => {
  const admin = await makeInstance(world, 'users-four');
  const user = await admin.User.please().create({ username: 'eredin', password: 'hunt' });
  const taken = await rejection(admin.User.please().create({ username: 'EREDIN', password: 'x' }));
  assert.equal(taken.status, 400);
  await admin.User.please().delete({ id: user.id });
  const again = await admin.User.please().create({ username: 'eredin', password: 'hunt' });
  assert.ok(again.id > user.id);
});

promise('groups and memberships, seen from both sides', async () => {
  const admin = await makeInstance(world, 'groups-one');
  const key = await admin.ApiKey.please().create({ allow_group_create: true });
  const witchers = await application(key.api_key, 'groups-one').Group({
    label: 'witchers', instanceName: 'groups-one',
  }).save();
  assert.equal(witchers.label, 'witchers');
  const user = await admin.User.please().create({ username: 'lambert', password: 'x' });
  const added = await admin.User.please().addGroup({ user: user.id }, { group: witchers.id });
  assert.equal(added.label, 'witchers');
  const groups = await admin.User.please().getGroups({ user: user.id });
  assert.deepEqual(groups.map((group) => group.id), [witchers.id]);
  const members = await admin.Group.please().users({ id: witchers.id });
  assert.deepEqual(members.map((member) => member.username), ['lambert']);
  const twice = await rejection(admin.User.please().addGroup({ user: user.id }, { group: witchers.id }));
  assert.match(twice.message, /already a part of that group/);
  await admin.Group.please().deleteUser({ id: witchers.id }, { user: user.id });
  assert.equal((await admin.Group.please().users({ id: witchers.id })).length, 0);
});
