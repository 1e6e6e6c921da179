import assert from 'node:assert/strict';

import { promise, rejection, Syncano, useMails, useServer } from './support.mjs';

const world = useServer();
const mailed = useMails(world);

/// An account of its own and its client.
async function register(email) {
  const connection = Syncano({ baseUrl: world.url });
  const account = await connection.Account.register({ email, password: 'first' });
  connection.setAccountKey(account.account_key);
  return { account, connection, Account: connection.Account };
}

promise('an e-mail is confirmed by what the mail holds, once', async () => {
  const { account, Account } = await register('triss@example.com');
  assert.equal(account.is_active, false);
  const link = await mailed('activation', account.id);
  const wrong = await rejection(Account.activate({ uid: link.uid, token: 'x' }));
  assert.deepEqual(wrong.errors, { non_field_errors: ['Invalid token.'] });
  const unknown = await rejection(Account.activate({ uid: '?', token: link.token }));
  assert.deepEqual(unknown.errors, { uid: ['Invalid token.'] });
  const active = await Account.activate(link);
  assert.equal(active.is_active, true);
  assert.match(active.account_key, /^[0-9a-f]{40}$/);
  assert.equal((await rejection(Account.activate(link))).status, 400);
});

promise('the mail comes again for whoever has not confirmed', async () => {
  const { account, Account } = await register('keira@example.com');
  await mailed('activation', account.id);
  await Account.resendEmail('keira@example.com');
  await Account.activate(await mailed('activation', account.id));
  const late = await rejection(Account.resendEmail('keira@example.com'));
  assert.deepEqual(late.errors, { detail: 'Account has already been activated.' });
  const nobody = await rejection(Account.resendEmail('nobody@example.com'));
  assert.deepEqual(nobody.errors, { email: ['Email not found.'] });
});

promise('a forgotten password is set with what the mail holds', async () => {
  const { account, Account } = await register('philippa@example.com');
  await Account.resetPassword('philippa@example.com');
  const link = await mailed('password_reset', account.id);
  const renewed = await Account.confirmPasswordReset({ ...link, new_password: 'second' });
  assert.equal(renewed.email, 'philippa@example.com');
  const again = await rejection(Account.confirmPasswordReset({ ...link, new_password: 'third' }));
  assert.deepEqual(again.errors, { non_field_errors: ['Invalid token.'] });
  const stranger = Syncano({ baseUrl: world.url });
  const old = await rejection(stranger.Account.login({ email: 'philippa@example.com', password: 'first' }));
  assert.equal(old.status, 401);
  const signedIn = await stranger.Account.login({ email: 'philippa@example.com', password: 'second' }, false);
  assert.equal(signedIn.id, account.id);
  assert.equal(stranger.getAccountKey(), null);
  const nobody = await rejection(Account.resetPassword('nobody@example.com'));
  assert.deepEqual(nobody.errors, { email: ['Email not found.'] });
});

promise('a changed e-mail has to be confirmed', async () => {
  const { account, Account } = await register('margarita@example.com');
  await Account.activate(await mailed('activation', account.id));
  const email = 'Margarita@Aretuza.example';
  const changed = await Account.update({ email, first_name: 'Margarita', metadata: { school: 'Aretuza' } });
  assert.deepEqual(
    [changed.email, changed.first_name, changed.metadata, changed.is_active],
    [email.toLowerCase(), 'Margarita', { school: 'Aretuza' }, false],
  );
  assert.equal((await Account.activate(await mailed('activation', account.id))).is_active, true);
  const taken = await rejection(Account.update({ email: world.operator.email }));
  assert.deepEqual([taken.status, taken.errors], [400, { email: ['This field must be unique.'] }]);
  const missing = await rejection(Account.update({ first_name: 'Rita' }));
  assert.deepEqual(missing.errors, { email: ['This field is required.'] });
});

promise('a first password is for accounts that have none', async () => {
  const { Account } = await register('sabrina@example.com');
  const refused = await rejection(Account.setPassword('second'));
  assert.deepEqual(refused.errors, { password: ['Admin already has password.'] });
});

promise('what a registration lacks is said field by field', async () => {
  const { Account } = Syncano({ baseUrl: world.url });
  const nothing = await rejection(Account.register({}));
  assert.equal(nothing.status, 400);
  assert.deepEqual(nothing.errors, {
    email: ['This field is required.'], password: ['This field is required.'],
  });
  const malformed = await rejection(Account.register({ email: 'fringilla', password: 'x' }));
  assert.deepEqual(malformed.errors, { email: ['Enter a valid email address.'] });
  await register('fringilla@example.com');
  const twice = await rejection(Account.register({ email: 'Fringilla@example.com', password: 'x' }));
  assert.deepEqual(twice.errors, { email: ['This field must be unique.'] });
  const uninvited = await rejection(
    Account.register({ email: 'vilgefortz@example.com', password: 'x', invitation_key: 'x' }),
  );
  assert.deepEqual(uninvited.errors, { invitation_key: 'Invitation not found.' });
  const nobody = await rejection(Account.getUserDetails());
  assert.equal(nobody.status, 403);
});

promise('a server without social services says so', async () => {
  const { connection, Account } = await register('assire@example.com');
  await connection.Instance.please().create({ name: 'social-one' });
  const user = { instanceName: 'social-one', backend: 'facebook' };
  for (const ask of [
    () => Account.socialLogin('facebook', 'x'),
    () => connection.User.please().socialLogin(user, { access_token: 'x' }),
  ]) {
    const refused = await rejection(ask());
    assert.deepEqual([refused.status, refused.errors], [400, { detail: 'Unsupported social backend.' }]);
  }
});
