import assert from 'node:assert/strict';

import { enter, loadModels, makeClient, promise, rejection, signIn, signUp, useServer } from './support.mjs';

const world = useServer();
const types = (outcomes) => outcomes.map((outcome) => outcome.ResponseType);

promise('the client boots as a guest of a new server', async () => {
  const client = makeClient(world);
  const columnTypes = await client.worldManager.init();
  assert.equal(columnTypes.email.Name, 'email');
  await loadModels(client);
  const tables = Object.keys(client.worldManager.getWorlds());
  for (const table of ['user_account', 'usergroup', 'world', 'action']) assert.ok(tables.includes(table), table);
  const actions = await client.actionManager.getGuestActions();
  assert.ok(actions['user:signup'] && actions['user:signin']);
});

promise('somebody signs up, signs in and becomes the administrator', async () => {
  const client = makeClient(world);
  assert.equal(types(await signUp(client, 'founder'))[0], 'client.notify');
  assert.deepEqual(types(await signIn(client, 'founder')),
    ['client.store.set', 'client.notify', 'client.redirect']);
  assert.match(globalThis.localStorage.getItem('token'), /^[\w-]+\.[\w-]+\.[\w-]+$/);
  await client.actionManager.doAction('world', 'become_an_administrator', {});
  await loadModels(client);
  const { data } = await client.jsonApi.findAll('user_account', { page: { number: 1, size: 10 } });
  assert.ok(data.some((user) => user.email === 'founder@example.com'));
});

promise('who signs in with a wrong password is told so', async () => {
  const refused = await rejection(signIn(makeClient(world), 'founder', 'not it'));
  assert.equal(refused[0].Attributes.message, 'Invalid username or password');
});

promise('groups are made, read, renamed, listed and removed', async () => {
  const client = await enter(world, 'founder');
  const made = (await client.jsonApi.create('usergroup', { name: 'editors' })).data;
  assert.equal(made.name, 'editors');
  assert.equal((await client.jsonApi.find('usergroup', made.id)).data.name, 'editors');
  await client.jsonApi.update('usergroup', { id: made.id, name: 'writers' });
  const listed = (await client.jsonApi.findAll('usergroup', { page: { number: 1, size: 100 } })).data;
  assert.ok(listed.some((group) => group.id === made.id && group.name === 'writers'));
  await client.jsonApi.destroy('usergroup', made.id);
  const refused = await rejection(client.jsonApi.find('usergroup', made.id));
  assert.ok(refused[0].title, JSON.stringify(refused));
});

promise('an account is made and joins a group', async () => {
  const client = await enter(world, 'founder');
  const account = (await client.jsonApi.create('user_account', {
    name: 'Ciri', email: 'ciri@example.com', password: 'secret of ciri',
  })).data;
  const group = (await client.jsonApi.create('usergroup', { name: 'witchers' })).data;
  await client.jsonApi.update('user_account', { id: account.id, usergroup_id: [{ type: 'usergroup', id: group.id }] });
  const { data } = await client.jsonApi.one('user_account', account.id).all('usergroup_id').get();
  assert.ok(data.some((row) => row.name === 'witchers'), JSON.stringify(data));
});

promise('who is no administrator may not make groups, and is told why', async () => {
  const client = makeClient(world);
  await signIn(client, 'ciri');
  // The list of tables is the administrators', so the models are asked for by name.
  await client.worldManager.loadModel(['user_account', 'usergroup', 'world']);
  assert.ok((await client.jsonApi.findAll('user_account', {})).data.some((user) => user.name === 'Ciri'));
  const refused = await rejection(client.jsonApi.create('usergroup', { name: 'rebels' }));
  assert.equal(refused[0].title, 'TableAccessPermissionChecker');
});

promise('guests sign nobody up any more', async () => {
  const refused = await rejection(signUp(makeClient(world), 'late'));
  assert.ok(Array.isArray(refused), JSON.stringify(refused));
});
