import assert from 'node:assert/strict';

import { makeInstance, promise, rejection, Syncano, useMails, useServer } from './support.mjs';

const world = useServer();
const mailed = useMails(world);

/// A confirmed account: only such a one is shown its invitations.
async function register(email) {
  const connection = Syncano({ baseUrl: world.url });
  const account = await connection.Account.register({ email, password: 'secret' });
  connection.setAccountKey(account.account_key);
  await connection.Account.activate(await mailed('activation', account.id));
  return { account, connection };
}

promise('somebody is invited, sees it, accepts and administers', async () => {
  const owner = await makeInstance(world, 'admins-one');
  const { account, connection } = await register('ciri@example.com');
  const invited = await owner.InstanceInvitation.please().create({ email: account.email, role: 'read' });
  assert.deepEqual(
    [invited.email, invited.role, invited.state, invited.inviter],
    [account.email, 'read', 'new', world.operator.email],
  );
  assert.match(invited.key, /^[0-9a-f]{40}$/);
  assert.deepEqual((await owner.InstanceInvitation.please().list()).map((row) => row.id), [invited.id]);

  const own = await connection.Invitation.please().list();
  assert.deepEqual(own.map((row) => [row.key, row.instance]), [[invited.key, 'admins-one']]);
  assert.equal((await connection.Invitation.please().get({ id: own[0].id })).role, 'read');
  connection.setInstanceName('admins-one');
  assert.equal((await rejection(connection.Class.please().list())).status, 403);
  await connection.Invitation.please().accept(invited.key);
  assert.equal((await connection.Class.please().list()).length, 1);
  assert.equal((await rejection(connection.Class.please().create({ name: 'sword' }))).status, 403);
  assert.equal((await owner.InstanceInvitation.please().get({ id: invited.id })).state, 'accepted');
  const again = await rejection(connection.Invitation.please().accept(invited.key));
  assert.deepEqual(again.errors, { invitation_key: 'Invitation not found.' });
});

promise('an invitation is declined by who got it, taken back by who made it', async () => {
  const owner = await makeInstance(world, 'admins-two');
  const { account, connection } = await register('vesemir@example.com');
  const first = await owner.InstanceInvitation.please().create({ email: account.email, role: 'full' });
  const twice = await rejection(
    owner.InstanceInvitation.please().create({ email: account.email, role: 'full' }),
  );
  assert.deepEqual(twice.errors, { detail: 'Admin with specified Email already has an invitation created.' });
  const [own] = await connection.Invitation.please().list();
  await connection.Invitation.please().delete({ id: own.id });
  assert.equal((await connection.Invitation.please().list()).length, 0);
  assert.equal((await owner.InstanceInvitation.please().get({ id: first.id })).state, 'declined');

  const second = await owner.InstanceInvitation.please().getOrCreate({ id: 0 }, { email: account.email, role: 'write' });
  assert.equal(second.state, 'new');
  assert.equal((await owner.InstanceInvitation.please().getOrCreate({ id: second.id })).role, 'write');
  await owner.InstanceInvitation.please().delete({ id: second.id });
  assert.equal((await connection.Invitation.please().list()).length, 0);
  assert.equal((await rejection(connection.Invitation.please().accept(second.key))).status, 400);
});

promise('an invitation is mailed again', async () => {
  const owner = await makeInstance(world, 'admins-three');
  const invited = await owner.InstanceInvitation.please().create({ email: 'eskel@example.com', role: 'read' });
  const link = await mailed('invitation', invited.id);
  assert.deepEqual(Object.values(link), [invited.key]);
  await owner.InstanceInvitation.please().resend({ id: invited.id });
  assert.deepEqual(await mailed('invitation', invited.id), link);
  await invited.resend();
  assert.deepEqual(await mailed('invitation', invited.id), link);
});

promise('a registration takes an invitation along', async () => {
  const owner = await makeInstance(world, 'admins-four');
  const invited = await owner.InstanceInvitation.please().create({ email: 'lambert@example.com', role: 'write' });
  const connection = Syncano({ baseUrl: world.url });
  const account = await connection.Account.register({
    email: 'lambert@example.com', password: 'secret', invitation_key: invited.key,
  });
  connection.setAccountKey(account.account_key);
  const [instance] = await connection.Instance.please().list();
  assert.deepEqual([instance.name, instance.role], ['admins-four', 'write']);
});

promise('roles are changed and taken away, the owner stays', async () => {
  const owner = await makeInstance(world, 'admins-five');
  const { account, connection } = await register('coen@example.com');
  const invited = await owner.InstanceInvitation.please().create({ email: account.email, role: 'read' });
  await connection.Invitation.please().accept(invited.key);
  const { Admin } = owner;
  const admins = await Admin.please().list();
  assert.deepEqual(
    admins.map((admin) => [admin.email, admin.role]),
    [[world.operator.email, 'full'], [account.email, 'read']],
  );
  assert.equal((await Admin.please().get({ id: account.id })).email, account.email);
  assert.equal((await Admin.please().update({ id: account.id }, { role: 'write' })).role, 'write');
  const admin = await Admin.please().get({ id: account.id });
  admin.role = 'full';
  assert.equal((await admin.save()).role, 'full');
  const bad = await rejection(Admin.please().update({ id: account.id }, { role: 'furry' }));
  assert.deepEqual(bad.errors, { role: ['"furry" is not a valid choice.'] });
  const [first] = admins;
  assert.equal((await rejection(Admin.please().update({ id: first.id }, { role: 'read' }))).status, 403);
  assert.equal((await rejection(Admin.please().delete({ id: first.id }))).status, 403);
  const known = await rejection(
    owner.InstanceInvitation.please().create({ email: account.email, role: 'full' }),
  );
  assert.deepEqual(known.errors, {
    email: 'Admin with specified Email is already a part of this Instance.',
  });
  await Admin.please().delete({ id: account.id });
  assert.equal((await rejection(Admin.please().get({ id: account.id }))).status, 404);
  assert.equal((await connection.Instance.please().list()).length, 0);
});

promise('an invitation that was read accepts itself', async () => {
  const owner = await makeInstance(world, 'admins-six');
  const { account, connection } = await register('letho@example.com');
  const invited = await owner.InstanceInvitation.please().create({ email: account.email, role: 'read' });
  const [own] = await connection.Invitation.please().list();
  await own.accept(invited.key);
  assert.equal((await connection.Instance.please().list()).length, 1);
});
