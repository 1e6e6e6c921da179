import assert from 'node:assert/strict';

import { application, makeInstance, promise, rejection, useServer } from './support.mjs';

const world = useServer();

/// An instance with one class, `book`.
async function makeShelf(instanceName, schema, more = {}) {
  const admin = await makeInstance(world, instanceName);
  const book = await admin.Class.please().create({ name: 'book', schema, ...more });
  const make = (values) => admin.DataObject.please().create({ className: 'book', ...values });
  const get = (id) => admin.DataObject.please().get({ className: 'book', id });
  return { admin, book, make, get };
}

promise('a changed schema keeps the values of the fields that stay', async () => {
  const title = { name: 'title', type: 'string' };
  const { admin, make, get } = await makeShelf('classes-one', [title, { name: 'pages', type: 'integer' }]);
  const { id } = await make({ title: 'Ubik', pages: 202 });
  const one = { name: 'book' };
  const schema = [{ ...title, filter_index: true }, { name: 'pages', type: 'string' }, { name: 'blurb', type: 'text' }];
  const changed = await admin.Class.please().update(one, { schema });
  assert.deepEqual([changed.revision, changed.status], [2, 'ready']);
  const object = await get(id);
  assert.deepEqual([object.title, object.pages, object.blurb], ['Ubik', null, null]);
  const found = await admin.DataObject.please().list({ className: 'book' }).filter({ title: { _eq: 'Ubik' } });
  assert.equal(found.length, 1);
  await admin.Class.please().update(one, { schema: [] });
  assert.equal('title' in (await get(id)), false);
  await admin.Class.please().update(one, { schema: [title] });
  assert.equal((await get(id)).title, null);
});

promise('a class that was read is saved as a whole', async () => {
  const { admin, book } = await makeShelf('classes-two', [{ name: 'title', type: 'string' }], {
    description: 'Books', metadata: { color: 'red' },
  });
  book.description = 'All books';
  book.other_permissions = 'read';
  const saved = await book.save();
  assert.deepEqual(
    [saved.description, saved.other_permissions, saved.group_permissions, saved.metadata, saved.revision],
    ['All books', 'read', 'create_objects', { color: 'red' }, 1],
  );
  assert.deepEqual(saved.schema, [{ name: 'title', type: 'string' }]);
  await book.delete();
  assert.equal((await rejection(admin.Class.please().get({ name: 'book' }))).status, 404);
  assert.equal((await rejection(admin.Class.please().delete({ name: 'user_profile' }))).status, 403);
});

promise('a change that expects another revision is refused', async () => {
  const { admin } = await makeShelf('classes-three', [{ name: 'title', type: 'string' }]);
  const refused = await rejection(
    admin.Class.please().update({ name: 'book' }, { description: 'x', expected_revision: 2 }),
  );
  assert.deepEqual([refused.status, refused.errors], [
    400, { expected_revision: 'Revision mismatch. Expected 2, got 1.' },
  ]);
  assert.match(refused.message, /Revision mismatch/);
});

promise('what is wrong with a schema is said', async () => {
  const admin = await makeInstance(world, 'classes-four');
  const make = async (schema) => (await rejection(admin.Class.please().create({ name: 'book', schema }))).errors;
  const field = (text) => ({ schema: [`Error processing field definition "x" #0: ${text}`] });
  assert.deepEqual(await make([{ name: 'x' }]), {
    schema: ['Error processing field definition "x" #0: Field name and type is required.'],
  });
  assert.deepEqual(
    await make([{ name: 'x', type: 'reference', target: 'nobody' }]),
    field('Class specified by target is missing.'),
  );
  assert.deepEqual(
    await make([{ name: 'x', type: 'reference' }]), field('Target must specify class name or "self".'),
  );
  assert.deepEqual(await make(Array.from({ length: 33 }, (_, i) => ({ name: `f${i}`, type: 'text' }))), {
    schema: ['Too many fields defined (exceeds 32).'],
  });
  const taken = await rejection(admin.Class.please().create({ name: 'User_Profile' }));
  assert.deepEqual(taken.errors, { name: ['This field must be unique.'] });
});

promise('who may read a class, and who may make objects in it', async () => {
  const { admin } = await makeShelf('classes-five', [], { other_permissions: 'read' });
  await admin.Class.please().create({ name: 'secret', other_permissions: 'none', group_permissions: 'none' });
  const group = await admin.Group.please().create({ label: 'readers' });
  const user = await admin.User.please().create({ username: 'geralt', password: 'x' });
  const key = await admin.ApiKey.please().create({});
  const app = application(world, 'classes-five', key.api_key, user.user_key);
  const names = async () => (await app.Class.please().list()).map((row) => row.name);
  assert.deepEqual(await names(), ['user_profile', 'book']);
  assert.equal((await rejection(app.Class.please().get({ name: 'secret' }))).status, 404);
  assert.equal((await rejection(app.DataObject.please().list({ className: 'secret' }))).status, 403);
  assert.equal((await rejection(app.DataObject.please().create({ className: 'book' }))).status, 403);
  await admin.Class.please().update({ name: 'secret' }, { group: group.id, group_permissions: 'create_objects' });
  await group.addUser({ user: user.id });
  assert.deepEqual(await names(), ['user_profile', 'book', 'secret']);
  const made = await app.DataObject.please().create({ className: 'secret' });
  assert.equal(made.owner, user.id);
  assert.equal((await rejection(app.Class.please().update({ name: 'secret' }, { description: 'x' }))).status, 403);
});

promise('a class leads to its objects', async () => {
  const { book, make } = await makeShelf('classes-six', [{ name: 'title', type: 'string' }]);
  const { id } = await make({ title: 'Ubik' });
  assert.deepEqual((await book.dataobjects().list()).map((row) => row.id), [id]);
});
