import assert from 'node:assert/strict';

import { makeInstance, promise, rejection, useServer } from './support.mjs';

const world = useServer();

const schema = [
  { name: 'title', type: 'string', order_index: true, filter_index: true },
  { name: 'pages', type: 'integer', order_index: true, filter_index: true },
  { name: 'price', type: 'float', filter_index: true },
  { name: 'lent', type: 'boolean', filter_index: true },
  { name: 'printed', type: 'datetime', order_index: true, filter_index: true },
  { name: 'blurb', type: 'text' },
  { name: 'extra', type: 'object' },
  { name: 'tags', type: 'array', filter_index: true },
  { name: 'place', type: 'geopoint', filter_index: true },
  { name: 'author', type: 'reference', filter_index: true, target: 'author' },
  { name: 'sequels', type: 'relation', filter_index: true, target: 'self' },
  { name: 'isbn', type: 'string', filter_index: true, unique: true },
];
const warsaw = { longitude: 21.0122, latitude: 52.2297 };

/// A shelf of its own: the class and calls on its objects.
async function shelf(instanceName) {
  const admin = await makeInstance(world, instanceName);
  const name = [{ name: 'name', type: 'string', filter_index: true }];
  await admin.Class.please().create({ name: 'author', schema: name });
  await admin.Class.please().create({ name: 'book', schema });
  const at = { className: 'book' };
  const books = () => admin.DataObject.please();
  const make = (values) => books().create({ ...at, ...values });
  const titles = async (query) => (await query).map((row) => row.title);
  return { admin, at, books, make, titles, list: () => books().list(at) };
}

promise('a class keeps a schema of every type', async () => {
  const { admin } = await shelf('objects-one');
  const book = await admin.Class.please().get({ name: 'book' });
  assert.equal(book.status, 'ready');
  const byName = (fields) => Object.fromEntries(fields.map((field) => [field.name, field]));
  assert.deepEqual(byName(book.schema), byName(schema));
  const more = [...book.schema, { name: 'more', type: 'text' }];
  const changed = await admin.Class.please().update({ name: 'book' }, { schema: more });
  assert.deepEqual([changed.schema.length, changed.revision], [schema.length + 1, 2]);
  const refused = await rejection(
    admin.Class.please().create({ name: 'pointer', schema: [{ name: 'a', type: 'reference', target: 'nobody' }] }),
  );
  assert.equal(refused.status, 400);
});

promise('an object has a value of every type and is saved again as it was read', async () => {
  const { admin, at, make, books } = await shelf('objects-two');
  const author = await admin.DataObject.please().create({ className: 'author', name: 'Dick' });
  const first = await make({ title: 'Ubik' });
  const made = await make({
    title: 'Valis', pages: 202, price: 1.5, lent: true, blurb: 'x', isbn: '1', tags: ['a', 1, true],
    printed: '1969-05-01T00:00:00.000000Z', extra: { a: [1] }, place: warsaw, author: author.id,
    sequels: [first.id],
  });
  assert.deepEqual(made.author, { type: 'reference', target: 'author', value: author.id });
  assert.deepEqual(made.sequels, { type: 'relation', target: 'self', value: [first.id] });
  assert.deepEqual(made.place, { type: 'geopoint', ...warsaw });
  assert.deepEqual([made.tags, made.extra], [['a', 1, true], { a: [1] }]);
  assert.equal(made.printed.value, '1969-05-01T00:00:00.000000Z');
  const read = await books().get({ ...at, id: made.id });
  const saved = await read.save();
  assert.deepEqual([saved.revision, saved.author.value, saved.tags], [1, author.id, ['a', 1, true]]);
  assert.equal((await rejection(make({ isbn: '1' }))).status, 400);
});

promise('numbers are incremented, arrays added to and taken from', async () => {
  const { at, books, make } = await shelf('objects-three');
  const { id } = await make({ title: 'Ubik', pages: 1, tags: ['a'] });
  const one = { ...at, id };
  assert.equal((await books().increment(one, { pages: 41 })).pages, 42);
  assert.deepEqual((await books().add(one, { tags: ['b', 'a'] })).tags, ['a', 'b', 'a']);
  assert.deepEqual((await books().addUnique(one, { tags: ['b', 'c'] })).tags, ['a', 'b', 'a', 'c']);
  assert.deepEqual((await books().remove(one, { tags: ['a'] })).tags, ['b', 'c']);
  const other = await make({ title: 'Valis' });
  assert.deepEqual((await books().add(one, { sequels: [other.id, 999] })).sequels.value, [other.id]);
  assert.equal((await books().remove(one, { sequels: [other.id] })).sequels, null);
});

promise('lists are filtered by values, parts, targets and distance', async () => {
  const { admin, list, make, titles } = await shelf('objects-four');
  const author = await admin.DataObject.please().create({ className: 'author', name: 'Dick' });
  const ubik = await make({ title: 'Ubik', pages: 1, tags: ['a', 'b'], author: author.id, place: warsaw });
  await make({ title: 'ubiquity', pages: 2, tags: ['b'], sequels: [ubik.id] });
  await make({ title: 'Nothing' });
  const found = (filter) => titles(list().filter(filter));
  assert.deepEqual(await found({ pages: { _gte: 1, _lt: 2 } }), ['Ubik']);
  assert.deepEqual(await found({ pages: { _neq: 1 } }), ['ubiquity', 'Nothing']);
  assert.deepEqual(await found({ pages: { _in: [1, 2] } }), ['Ubik', 'ubiquity']);
  assert.deepEqual(await found({ pages: { _exists: false } }), ['Nothing']);
  assert.deepEqual(await found({ title: { _istartswith: 'UBI' } }), ['Ubik', 'ubiquity']);
  assert.deepEqual(await titles(list().contains('tags', ['a', 'b'])), ['Ubik']);
  assert.deepEqual(await titles(list().contains('sequels', [ubik.id])), ['ubiquity']);
  assert.deepEqual(await titles(list().is('author', { name: { _eq: 'Dick' } })), ['Ubik']);
  const near = { ...warsaw, distance_in_kilometers: 10 };
  assert.deepEqual(await titles(list().near({ place: near })), ['Ubik']);
  const refused = await rejection(list().filter({ blurb: { _eq: 'x' } }));
  assert.equal(refused.status, 400);
  assert.match(refused.message, /cannot be used in a query as it is not indexed/);
});

promise('lists are ordered, paged through and counted', async () => {
  const { list, make, titles } = await shelf('objects-five');
  for (const [title, pages] of [['c', 1], ['a', 3], ['b', 2], ['d', null]]) await make({ title, pages });
  assert.deepEqual(await titles(list().orderBy('title')), ['a', 'b', 'c', 'd']);
  assert.deepEqual(await titles(list().orderBy('-pages')), ['d', 'a', 'b', 'c']);
  const first = await list().orderBy('pages').pageSize(3);
  assert.deepEqual(first.map((row) => row.title), ['c', 'b', 'a']);
  assert.equal(first.hasNext(), true);
  const second = await first.next();
  assert.deepEqual((second.objects ?? second).map((row) => row.title), ['d']);
  const counted = await list().filter({ pages: { _gt: 1 } }).count();
  assert.equal(counted.objects_count, 2);
  assert.equal((await rejection(list().orderBy('price'))).status, 400);
});
