import assert from 'node:assert/strict';

import { application, makeInstance, promise, rejection, useServer } from './support.mjs';

const world = useServer();

/// An instance with a group and two users, of whom none is in it.
async function makePeople(instanceName) {
  const admin = await makeInstance(world, instanceName);
  const group = await admin.Group.please().create({ label: 'witchers' });
  const person = (username) => admin.User.please().create({ username, password: 'x' });
  return { admin, group, geralt: await person('geralt'), ciri: await person('ciri') };
}

promise('groups are changed, saved, listed by their beginning and removed', async () => {
  const { admin, group } = await makePeople('groups-one');
  const { Group } = admin;
  const changed = await Group.please().update({ id: group.id }, { description: 'Wolves' });
  assert.deepEqual([changed.label, changed.description], ['witchers', 'Wolves']);
  const read = await Group.please().get({ id: group.id });
  read.label = 'wolves';
  assert.equal((await read.save()).label, 'wolves');
  await Group.please().create({ label: 'mages' });
  assert.deepEqual((await Group.please().list()).map((row) => row.label), ['wolves', 'mages']);
  assert.deepEqual((await Group.please().list().ordering('desc')).map((row) => row.label), ['mages', 'wolves']);
  const found = await Group.please().list({}, { label__startswith: 'wol' });
  assert.deepEqual(found.map((row) => row.label), ['wolves']);
  const long = await rejection(Group.please().update({ id: group.id }, { label: 'x'.repeat(65) }));
  assert.deepEqual(long.errors, { label: ['Ensure this field has no more than 64 characters.'] });
  await Group.please().delete({ id: group.id });
  assert.equal((await rejection(Group.please().get({ id: group.id }))).status, 404);
});

promise('members are added, read and removed from the side of the group', async () => {
  const { admin, group, geralt, ciri } = await makePeople('groups-two');
  const { Group } = admin;
  const one = { id: group.id };
  assert.equal((await Group.please().addUser(one, { user: geralt.id })).username, 'geralt');
  assert.equal((await group.addUser({ user: ciri.id })).username, 'ciri');
  assert.deepEqual((await group.users()).map((user) => user.username), ['geralt', 'ciri']);
  assert.equal((await Group.please().getUserDetails(one, { user: geralt.id })).username, 'geralt');
  assert.equal((await group.getUserDetails({ user: ciri.id })).username, 'ciri');
  await group.deleteUser({ user: ciri.id });
  await Group.please().deleteUser(one, { user: geralt.id });
  const gone = await rejection(group.getUserDetails({ user: ciri.id }));
  assert.deepEqual([gone.status, gone.errors], [404, { detail: 'Not found.' }]);
  const unknown = await rejection(group.addUser({ user: 99 }));
  assert.deepEqual(unknown.errors, { user: ['Invalid pk "99" - object does not exist.'] });
  const nowhere = await rejection(Group.please().addUser({ id: 99 }, { user: geralt.id }));
  assert.deepEqual([nowhere.status, nowhere.errors], [404, { detail: 'Group was not found.' }]);
});

promise('groups are added, read and removed from the side of the user', async () => {
  const { admin, group, geralt } = await makePeople('groups-three');
  const { User, Group } = admin;
  const one = { user: geralt.id };
  assert.equal((await geralt.addGroup({ group: group.id })).label, 'witchers');
  assert.equal((await User.please().getGroup(one, { id: group.id })).label, 'witchers');
  assert.equal((await geralt.getGroup({ id: group.id })).label, 'witchers');
  assert.deepEqual((await geralt.getGroups()).map((row) => row.label), ['witchers']);
  assert.deepEqual((await Group.please().getUserGroups(one)).map((row) => row.id), [group.id]);
  assert.deepEqual((await User.please().get({ id: geralt.id })).groups.map((row) => row.id), [group.id]);
  await User.please().deleteGroup(one, { id: group.id });
  assert.equal((await geralt.getGroups()).length, 0);
  const none = await rejection(geralt.addGroup({}));
  assert.deepEqual(none.errors, { group: ['This field is required.'] });
  const nobody = await rejection(User.please().addGroup({ user: 99 }, { group: group.id }));
  assert.deepEqual([nobody.status, nobody.errors], [404, { detail: 'User was not found.' }]);
});

promise('a member sees himself and his groups, and nobody else', async () => {
  const { admin, group, geralt, ciri } = await makePeople('groups-four');
  await group.addUser({ user: geralt.id });
  await group.addUser({ user: ciri.id });
  const key = await admin.ApiKey.please().create({});
  const app = application(world, 'groups-four', key.api_key, geralt.user_key);
  assert.deepEqual((await app.Group.please().users({ id: group.id })).map((user) => user.id), [geralt.id]);
  assert.deepEqual((await app.User.please().getGroups({ user: geralt.id })).map((row) => row.id), [group.id]);
  const other = await rejection(app.User.please().getGroups({ user: ciri.id }));
  assert.equal(other.status, 403);
  assert.equal((await rejection(app.Group.please().addUser({ id: group.id }, { user: geralt.id }))).status, 403);
  assert.equal((await rejection(app.Group.please().delete({ id: group.id }))).status, 403);
});

promise('a user with a profile is made, changed, reset and removed', async () => {
  const admin = await makeInstance(world, 'groups-five');
  const { User } = admin;
  await admin.Class.please().update(
    { name: 'user_profile' }, { schema: [{ name: 'school', type: 'string' }] },
  );
  const made = await User.please().create({
    username: 'coen', password: 'x', profile: { school: 'Griffin', other_permissions: 'read' },
  });
  assert.deepEqual([made.profile.school, made.profile.other_permissions], ['Griffin', 'read']);
  const patched = await User.please().update({ id: made.id }, { profile: { school: 'Wolf' } });
  assert.deepEqual([patched.profile.school, patched.profile.other_permissions], ['Wolf', 'read']);
  Object.assign(made, { username: 'coën', password: 'x', profile: { school: 'Cat' } });
  const saved = await made.save();
  assert.deepEqual(
    [saved.username, saved.profile.school, saved.profile.other_permissions], ['coën', 'Cat', 'none'],
  );
  const renewed = await saved.resetKey();
  assert.notEqual(renewed.user_key, made.user_key);
  const bad = await rejection(User.please().update({ id: made.id }, { profile: { group_permissions: 'x' } }));
  assert.deepEqual(bad.errors, { profile: { group_permissions: ['"x" is not a valid choice.'] } });
  const [second] = await User.please().bulkCreate([User({ username: 'gerd', password: 'x' })]);
  assert.deepEqual((await User.please().list()).map((user) => user.username), ['coën', 'gerd']);
  assert.equal((await User.please().list().pageSize(1).ordering('desc'))[0].id, second.id);
  await second.delete();
  assert.equal((await User.please().first()).id, made.id);
});

promise('a wrong sign-in says what is wrong', async () => {
  const { admin } = await makePeople('groups-six');
  const key = await admin.ApiKey.please().create({});
  const app = application(world, 'groups-six', key.api_key);
  const signIn = (credentials) => rejection(app.User.please().login({}, credentials));
  const password = await signIn({ username: 'geralt', password: 'no' });
  assert.deepEqual([password.status, password.errors], [401, { detail: 'Invalid password.' }]);
  const username = await signIn({ username: 'eredin', password: 'x' });
  assert.deepEqual([username.status, username.errors], [401, { detail: 'Invalid username.' }]);
  const nothing = await signIn({});
  assert.deepEqual(nothing.errors, {
    username: ['This field is required.'], password: ['This field is required.'],
  });
});
