import assert from 'node:assert/strict';

import { makeInstance, promise, rejection, Syncano, useServer } from './support.mjs';

const world = useServer();

const schema = [
  { name: 'title', type: 'string' },
  { name: 'pages', type: 'integer' },
  { name: 'price', type: 'float' },
  { name: 'lent', type: 'boolean' },
];

async function library(instanceName) {
  const admin = await makeInstance(world, instanceName);
  await admin.Class.please().create({ name: 'book', schema });
  const key = await admin.ApiKey.please().create({});
  const person = async (username) => {
    const user = await admin.User.please().create({ username, password: 'x' });
    const defaults = { instanceName, className: 'book' };
    const client = Syncano({ baseUrl: world.url, apiKey: key.api_key, userKey: user.user_key, defaults });
    return { user, books: client.DataObject, client };
  };
  return { admin, person };
}

promise('a class is created, read and listed with the one that every instance has', async () => {
  const { admin } = await library('data-one');
  const book = await admin.Class.please().get({ name: 'book' });
  assert.deepEqual(book.schema, schema);
  const names = (await admin.Class.please().list()).map((row) => row.name);
  assert.deepEqual(names.sort(), ['book', 'user_profile']);
});

promise('an object keeps its values, and its revision counts their changes', async () => {
  const { person } = await library('data-two');
  const { books, user } = await person('geralt');
  const made = await books.please().create({ title: 'Ubik', pages: 202, price: 16, lent: false });
  assert.deepEqual([made.title, made.pages, made.price, made.lent], ['Ubik', 202, 16, false]);
  assert.deepEqual([made.owner, made.revision], [user.id, 1]);
  const changed = await books.please().update({ id: made.id }, { pages: 203 });
  assert.deepEqual([changed.title, changed.pages, changed.revision], ['Ubik', 203, 2]);
  const same = await books.please().update({ id: made.id }, { pages: 203 });
  assert.equal(same.revision, 2);
  await books.please().delete({ id: made.id });
  assert.equal((await rejection(books.please().get({ id: made.id }))).status, 404);
});

promise('an object is shared with a group and with nobody else', async () => {
  const { admin, person } = await library('data-three');
  const owner = await person('geralt');
  const member = await person('ciri');
  const stranger = await person('eredin');
  const group = await admin.Group({ label: 'family', instanceName: 'data-three' }).save();
  for (const { user } of [owner, member]) {
    await admin.User.please().addGroup({ user: user.id }, { group: group.id });
  }
  const book = await owner.books.please().create({
    title: 'Diary', group: group.id, group_permissions: 'read',
  });
  assert.equal((await member.books.please().get({ id: book.id })).title, 'Diary');
  assert.equal((await rejection(stranger.books.please().get({ id: book.id }))).status, 404);
  const write = await rejection(member.books.please().update({ id: book.id }, { title: 'Mine' }));
  assert.equal(write.status, 403);
  assert.deepEqual((await member.books.please().list()).map((row) => row.id), [book.id]);
  assert.equal((await stranger.books.please().list()).length, 0);
  await admin.User.please().deleteGroup({ user: member.user.id }, { id: group.id });
  assert.equal((await rejection(member.books.please().get({ id: book.id }))).status, 404);
});

promise('a channel is published to and its history read', async () => {
  const { admin, person } = await library('data-four');
  await admin.Channel.please().create({
    name: 'tavern', other_permissions: 'subscribe', custom_publish: true,
  });
  const { client } = await person('dandelion');
  const sent = await admin.Channel.please().publish({ name: 'tavern' }, { content: 'hi' });
  assert.equal(sent.action, 'custom');
  assert.deepEqual(sent.payload, { content: 'hi' });
  const history = await client.Channel.please().history({ name: 'tavern' });
  assert.deepEqual(history.objects.map((message) => message.payload), [{ content: 'hi' }]);
  const refused = await rejection(client.Channel.please().publish({ name: 'tavern' }, { content: 'x' }));
  assert.equal(refused.status, 403);
});
