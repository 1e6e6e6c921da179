import assert from 'node:assert/strict';

import { application, makeInstance, promise, rejection, useServer } from './support.mjs';

const world = useServer();

const schema = [
  { name: 'title', type: 'string' },
  { name: 'pages', type: 'integer' },
  { name: 'tags', type: 'array' },
  { name: 'sequels', type: 'relation', target: 'book' },
];

async function makeShelf(instanceName) {
  const admin = await makeInstance(world, instanceName);
  await admin.Class.please().create({ name: 'book' });
  await admin.Class.please().update({ name: 'book' }, { schema });
  admin.defaults.className = 'book';
  return { admin, books: () => admin.DataObject.please() };
}

promise('objects are made many at once, got or made, changed or made', async () => {
  const { admin, books } = await makeShelf('methods-one');
  const { DataObject } = admin;
  const made = await books().bulkCreate([DataObject({ title: 'a' }), DataObject({ title: 'b' })]);
  assert.deepEqual(made.map((book) => book.title), ['a', 'b']);
  assert.equal((await books().getOrCreate({ id: made[0].id }, { title: 'x' })).title, 'a');
  assert.equal((await books().getOrCreate({ id: 99 }, { title: 'c' })).title, 'c');
  assert.equal((await books().updateOrCreate({ id: made[1].id }, { pages: 2 })).pages, 2);
  assert.equal((await books().updateOrCreate({ id: 99 }, {}, { title: 'd' })).title, 'd');
  assert.equal((await books().list()).length, 4);
});

promise('an object adds to its lists and takes from them', async () => {
  const { books } = await makeShelf('methods-two');
  const other = await books().create({ title: 'Valis' });
  let book = await books().create({ title: 'Ubik', tags: ['a'], sequels: [other.id] });
  book = await book.add('tags', ['b', 'a']);
  assert.deepEqual(book.tags, ['a', 'b', 'a']);
  book = await book.addUnique('tags', ['b', 'c']);
  assert.deepEqual(book.tags, ['a', 'b', 'c']);
  book = await book.remove('tags', ['a']);
  assert.deepEqual(book.tags, ['b', 'c']);
  book = await book.add('sequels', [book.id]);
  assert.deepEqual(book.sequels.value, [other.id, book.id]);
  assert.deepEqual((await book.getRelatedObjects('sequels')).map((row) => row.title), ['Valis', 'Ubik']);
  book = await book.remove('sequels', [other.id]);
  assert.deepEqual(book.sequels.value, [book.id]);
  await book.delete();
  assert.equal((await rejection(books().get({ id: book.id }))).status, 404);
});

promise('an object counts itself up', async () => {
  const { books } = await makeShelf('methods-three');
  const book = await books().create({ pages: 2 });
  assert.equal((await book.increment('pages', 1)).pages, 3);
});

promise('a change that expects another revision of an object is refused', async () => {
  const { books } = await makeShelf('methods-four');
  const { id } = await books().create({ title: 'a' });
  const refused = await rejection(books().update({ id }, { title: 'b', expected_revision: 7 }));
  assert.deepEqual([refused.status, refused.errors], [
    400, { expected_revision: 'Revision mismatch. Expected 7, got 1.' },
  ]);
  assert.equal((await books().update({ id }, { title: 'b', expected_revision: 1 })).revision, 2);
});

promise('an owner, a group and permissions are given by an account, kept and capped for users', async () => {
  const { admin, books } = await makeShelf('methods-five');
  const [owner, writer] = await admin.User.please().bulkCreate(
    ['geralt', 'ciri'].map((username) => admin.User({ username, password: 'x' })),
  );
  const group = await admin.Group.please().create({ label: 'family' });
  await group.addUser({ user: writer.id });
  const key = await admin.ApiKey.please().create({});
  const as = (user) => {
    const client = application(world, 'methods-five', key.api_key, user.user_key);
    client.defaults.className = 'book';
    return client.DataObject.please();
  };
  const made = await books().create({ owner: owner.id, group: group.id, group_permissions: 'write' });
  assert.deepEqual([made.owner, made.group, made.group_permissions], [owner.id, group.id, 'write']);
  const capped = await as(writer).update({ id: made.id }, { other_permissions: 'full' });
  assert.equal(capped.other_permissions, 'write');
  const owned = await rejection(as(writer).update({ id: made.id }, { owner: writer.id }));
  assert.deepEqual(owned.errors, { owner: ['Cannot change owner of Data Object.'] });
  const foreign = await rejection(as(owner).update({ id: made.id }, { group: 99 }));
  assert.deepEqual(foreign.errors, { group: ['Invalid pk "99" - object does not exist.'] });
  const outside = await rejection(as(owner).create({ group: group.id }));
  assert.deepEqual(outside.errors, { group: ['Invalid group specified.'] });
  assert.equal((await rejection(as(writer).delete({ id: made.id }))).status, 403);
  await as(owner).delete({ id: made.id });
});

promise('refused values are said field by field, and the message holds them all', async () => {
  const { books } = await makeShelf('methods-six');
  const refused = await rejection(books().create({ title: 'x'.repeat(129), pages: 'x', tags: [{}] }));
  assert.deepEqual(refused.errors, {
    title: ['Ensure this field has no more than 128 characters.'],
    pages: ['A valid integer is required.'],
    tags: ['Array can only contain strings, booleans, integers and floats.'],
  });
  assert.equal(refused.name, 'RequestError');
  for (const field of ['title', 'pages', 'tags']) assert.match(refused.message, new RegExp(`"${field}"`));
  const large = await rejection(
    books().create({ tags: Array.from({ length: 400 }, () => 'x'.repeat(100)) }),
  );
  assert.deepEqual(large.errors, { non_field_errors: ['Object maximum size exceeded.'] });
  assert.equal(large.message, 'Object maximum size exceeded.');
  const nowhere = await rejection(books().get({ className: 'shelf', id: 1 }));
  assert.deepEqual([nowhere.status, nowhere.message], [404, 'Class was not found.']);
});
