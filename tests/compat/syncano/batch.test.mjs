import assert from 'node:assert/strict';

import { application, makeInstance, promise, rejection, useServer } from './support.mjs';

const world = useServer();

async function makeShelf(instanceName) {
  const admin = await makeInstance(world, instanceName);
  const schema = [{ name: 'title', type: 'string', unique: true }];
  await admin.Class.please().create({ name: 'book', schema });
  const book = (values) => admin.DataObject({ className: 'book', ...values });
  return { admin, book };
}

promise('a batch makes, changes and removes in one request', async () => {
  const { admin, book } = await makeShelf('batch-one');
  const made = await admin.BatchManager()
    .addObjectsFromArray(['a', 'b'].map((title) => book({ title })), 'create')
    .addSingleObject(admin.User({ username: 'geralt', password: 'x' }), 'create')
    .batch();
  assert.deepEqual(made.map((part) => part.code), [201, 201, 201]);
  assert.deepEqual(made.map((part) => part.content.id), [1, 2, 1]);
  const [a, b] = made.map((part) => part.content.id);
  const changed = await admin.BatchManager().addObjects(
    { object: book({ id: a, title: 'c' }), action: 'update' },
    [{ object: book({ id: b }), action: 'delete' }],
  ).batch();
  assert.deepEqual(changed.map((part) => part.code), [200, 204]);
  assert.equal(changed[0].content.title, 'c');
  assert.equal('content' in changed[1], false);
  const left = await admin.DataObject.please().list({ className: 'book' });
  assert.deepEqual(left.map((row) => row.title), ['c']);
});

promise('a part that is refused leaves the others be', async () => {
  const { admin, book } = await makeShelf('batch-two');
  const parts = await admin.BatchManager()
    .addObjectsFromArray(['a', 'a', 'b'].map((title) => book({ title })), 'create')
    .batch();
  assert.deepEqual(parts.map((part) => part.code), [201, 400, 201]);
  assert.deepEqual(parts[1].content, { title: ['This field must be unique.'] });
  assert.equal((await admin.DataObject.please().list({ className: 'book' })).length, 2);
});

promise('every part is judged by the keys of the batch', async () => {
  const { admin } = await makeShelf('batch-three');
  const user = await admin.User.please().create({ username: 'geralt', password: 'x' });
  const key = await admin.ApiKey.please().create({});
  const app = application(world, 'batch-three', key.api_key, user.user_key);
  const parts = await app.BatchManager()
    .addSingleObject(app.DataObject({ className: 'book', title: 'a' }), 'create')
    .addSingleObject(app.Class({ name: 'sword' }), 'create')
    .batch();
  assert.deepEqual(parts.map((part) => part.code), [201, 403]);
  assert.equal(parts[0].content.owner, user.id);
});

promise('a batch of another instance is refused as a whole', async () => {
  const { admin, book } = await makeShelf('batch-four');
  const manager = admin.BatchManager()
    .addSingleObject(book({ title: 'a' }), 'create')
    .addSingleObject(book({ title: 'b', instanceName: 'batch-five' }), 'create');
  const refused = await rejection(manager.batch());
  assert.deepEqual([refused.status, refused.errors], [400, {
    requests: [{}, { path: ['Path needs to point to an endpoint within current instance and API version.'] }],
  }]);
  assert.equal((await admin.DataObject.please().list({ className: 'book' })).length, 0);
});

promise('fifty parts are a batch', async () => {
  const { admin, book } = await makeShelf('batch-six');
  const many = Array.from({ length: 50 }, (_, i) => book({ title: `${i}` }));
  const parts = await admin.BatchManager().addObjectsFromArray(many, 'create').batch();
  assert.ok(parts.every((part) => part.code === 201));
  assert.deepEqual(parts.map((part) => part.content.title), many.map((one) => one.title));
});
