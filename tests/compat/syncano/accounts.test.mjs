import assert from 'node:assert/strict';

import { promise, rejection, signIn, Syncano, useServer } from './support.mjs';

const world = useServer();

promise('an operator signs in and sees himself', async () => {
  const { Account } = await signIn(world);
  const account = await Account.getUserDetails();
  assert.equal(account.email, world.operator.email);
  assert.equal(account.account_key, undefined);
});

promise('a wrong password is told apart from a wrong e-mail, as the page prints it', async () => {
  const { Account } = Syncano({ baseUrl: world.url });
  const password = await rejection(Account.login({ email: world.operator.email, password: 'no' }));
  assert.equal(password.status, 401);
  assert.match(password.message, /Invalid password\./);
  const email = await rejection(Account.login({ email: 'nobody@example.com', password: 'no' }));
  assert.equal(email.status, 401);
  assert.match(email.message, /Invalid email\./);
});

promise('registering gives a key that works at once', async () => {
  const connection = Syncano({ baseUrl: world.url });
  const email = 'yennefer@vengerberg.com';
  const account = await connection.Account.register({ email, password: 'lilac' });
  assert.match(account.account_key, /^[0-9a-f]{39}[02468ace]$/);
  connection.setAccountKey(account.account_key);
  assert.equal((await connection.Account.getUserDetails()).email, email);
});

promise('resetting the account key ends the old one', async () => {
  const connection = Syncano({ baseUrl: world.url });
  const email = 'dandelion@example.com';
  const account = await connection.Account.register({ email, password: 'ballad' });
  connection.setAccountKey(account.account_key);
  const renewed = await connection.Account.resetKey();
  assert.notEqual(renewed.account_key, account.account_key);
  const refused = await rejection(connection.Account.getUserDetails());
  assert.equal(refused.status, 403);
  assert.match(refused.message, /No such API Key\./);
});

promise('changing the password needs the current one', async () => {
  const connection = Syncano({ baseUrl: world.url });
  const email = 'zoltan@example.com';
  const account = await connection.Account.register({ email, password: 'first' });
  connection.setAccountKey(account.account_key);
  const refused = await rejection(
    connection.Account.changePassword({ current_password: 'wrong', new_password: 'second' }),
  );
  assert.equal(refused.status, 400);
  await connection.Account.changePassword({ current_password: 'first', new_password: 'second' });
  await Syncano({ baseUrl: world.url }).Account.login({ email, password: 'second' });
});
