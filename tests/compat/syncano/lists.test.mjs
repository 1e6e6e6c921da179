import assert from 'node:assert/strict';

import { makeInstance, promise, rejection, useServer } from './support.mjs';

const world = useServer();

const schema = [
  { name: 'key', type: 'string' },
  { name: 'title', type: 'string', filter_index: true },
  { name: 'pages', type: 'integer', filter_index: true, order_index: true },
  { name: 'price', type: 'float', filter_index: true },
  { name: 'lent', type: 'boolean', filter_index: true },
  { name: 'printed', type: 'datetime', filter_index: true },
  { name: 'tags', type: 'array', filter_index: true },
  { name: 'place', type: 'geopoint', filter_index: true },
  { name: 'next', type: 'reference', filter_index: true, target: 'self' },
  { name: 'all', type: 'relation', filter_index: true, target: 'self' },
  { name: 'reader', type: 'reference', filter_index: true, target: 'user' },
];
const at = { className: 'book' };

/// A shelf with four books, a to d, and a call that gives the keys of what a list holds.
async function makeShelf(instanceName) {
  const admin = await makeInstance(world, instanceName);
  await admin.Class.please().create({ name: 'book', schema });
  const user = await admin.User.please().create({ username: 'geralt', password: 'x' });
  const group = await admin.Group.please().create({ label: 'readers' });
  await admin.Channel.please().create({ name: 'shelf', type: 'separate_rooms' });
  const books = () => admin.DataObject.please();
  const make = (values) => books().create({ ...at, ...values });
  const a = await make({
    key: 'a', title: 'Ubik', pages: 202, price: 1.5, lent: true, printed: '1969-05-01T00:00:00.000000Z',
    tags: ['x', 1], place: { longitude: 21, latitude: 52 }, reader: user.id,
  });
  const b = await make({ key: 'b', title: 'ubiquity', pages: 100, lent: false, tags: ['x', '1'], owner: user.id, next: a.id });
  await make({
    key: 'c', title: '50% off', price: 3, group: group.id, all: [a.id, b.id],
    place: { longitude: 21.5, latitude: 52 },
  });
  await make({ key: 'd', pages: 300, channel: 'shelf', channel_room: 'one' });
  const list = () => books().list(at);
  const keys = async (query) => (await query).map((row) => row.key).join('');
  return { admin, books, list, keys, user, group, a, b };
}

promise('every operator finds what it names', async () => {
  const { list, keys, user, group, a, b } = await makeShelf('lists-one');
  const point = { longitude: 21, latitude: 52 };
  const cases = [
    [{ pages: { _gt: 100 } }, 'ad'], [{ pages: { _gte: 100 } }, 'abd'], [{ pages: { _gt: '100' } }, 'ad'],
    [{ pages: { _lt: 202 } }, 'b'], [{ pages: { _lte: 202 } }, 'ab'], [{ pages: { _eq: 202 } }, 'a'],
    [{ pages: { _neq: 202 } }, 'bcd'], [{ pages: { _in: [202, 100] } }, 'ab'], [{ pages: { _in: [] } }, ''],
    [{ pages: { _nin: [202] } }, 'bcd'], [{ pages: { _exists: true } }, 'abd'], [{ pages: { _exists: false } }, 'c'],
    [{ price: { _gte: 1.5, _lt: 3 } }, 'a'], [{ lent: { _eq: false } }, 'b'], [{ lent: { _neq: false } }, 'acd'],
    [{ printed: { _lt: '1970-01-01T00:00:00.000000Z' } }, 'a'],
    [{ title: { _eq: 'Ubik' } }, 'a'], [{ title: { _ieq: 'UBIK' } }, 'a'], [{ title: { _startswith: 'Ub' } }, 'a'],
    [{ title: { _istartswith: 'ub' } }, 'ab'], [{ title: { _endswith: 'ik' } }, 'a'], [{ title: { _iendswith: 'IK' } }, 'a'],
    [{ title: { _contains: 'biq' } }, 'b'], [{ title: { _icontains: 'UBI' } }, 'ab'], [{ title: { _like: 'U_ik' } }, 'a'],
    [{ title: { _like: '50\\% off' } }, 'c'], [{ title: { _ilike: 'UB%' } }, 'ab'],
    [{ title: { _istartswith: 'ub' }, pages: { _gt: 100 } }, 'a'],
    [{ tags: { _contains: ['x', 1] } }, 'a'], [{ tags: { _contains: ['x'] } }, 'ab'],
    [{ all: { _contains: [b.id, a.id] } }, 'c'], [{ all: { _exists: true } }, 'c'],
    [{ next: { _eq: a.id } }, 'b'], [{ next: { _is: { title: { _eq: 'Ubik' } } } }, 'b'],
    [{ all: { _is: { pages: { _eq: 100 } } } }, 'c'], [{ reader: { _is: { username: { _eq: 'geralt' } } } }, 'a'],
    [{ place: { _near: { ...point, distance_in_kilometers: 10 } } }, 'a'],
    [{ place: { _near: { ...point, distance_in_miles: 30 } } }, 'ac'], [{ place: { _near: point } }, 'ac'],
    [{ id: { _gt: b.id } }, 'cd'], [{ revision: { _eq: 1 } }, 'abcd'], 
    [{ created_at: { _gt: '2015-05-19T15:52:36.183576Z' } }, 'abcd'], [{ updated_at: { _lte: '2015-05-19T15:52:36.183576Z' } }, ''],
    [{ owner: { _eq: user.id } }, 'b'], [{ group: { _eq: group.id } }, 'c'],
    [{ channel: { _eq: 'shelf' } }, 'd'], [{ channel_room: { _eq: 'one' } }, 'd'],
  ];
  for (const [filter, expected] of cases) {
    assert.equal(await keys(list().filter(filter)), expected, JSON.stringify(filter));
  }
});

promise('the short forms of filters find the same', async () => {
  const { list, keys, a } = await makeShelf('lists-two');
  assert.equal(await keys(list().contains('tags', ['x', '1'])), 'b');
  assert.equal(await keys(list().contains('all', [a.id])), 'c');
  assert.equal(await keys(list().is('next', { pages: { _gt: 200 } })), 'b');
  assert.equal(await keys(list().near({ place: { longitude: 21, latitude: 52, distance_in_miles: 5 } })), 'a');
});

promise('a filter that makes no sense is refused with the reason', async () => {
  const { list } = await makeShelf('lists-three');
  const refused = async (filter) => {
    const error = await rejection(list().filter(filter));
    assert.equal(error.status, 400);
    return error.errors.query;
  };
  assert.equal(await refused({ nothing: { _eq: 1 } }), 'Invalid field name defined: "nothing".');
  assert.equal(await refused({ key: { _eq: 'a' } }), 'Field "key" cannot be used in a query as it is not indexed.');
  assert.equal(await refused({ pages: 5 }), 'Invalid field "pages" lookup type. Expected JSON object.');
  assert.equal(await refused({ pages: { _foo: 5 } }), 'Invalid lookup "_foo" defined for field "pages".');
  assert.equal(await refused({ pages: { _gt: 'x' } }), 'Invalid value type provided for "gt" lookup of field "pages".');
  assert.equal(
    await refused({ pages: { _in: Array.from({ length: 129 }, (_, i) => i) } }),
    'Too many values provided for "in" lookup of field "pages". Max 128.',
  );
  assert.equal(
    await refused({ place: { _near: { longitude: 200, latitude: 0 } } }), 'Invalid longitude/latitude values.',
  );
});

promise('pages lead on and back, the filter with them', async () => {
  const { list, keys } = await makeShelf('lists-four');
  for (const query of [() => list(), () => list().orderBy('id')]) {
    const first = await query().filter({ pages: { _exists: true } }).pageSize(2);
    assert.deepEqual([await keys(first), first.hasNext(), first.hasPrev()], ['ab', true, false]);
    const second = await first.next();
    assert.deepEqual([await keys(second), second.hasNext(), second.hasPrev()], ['d', false, true]);
    assert.equal(await keys(await second.prev()), 'ab');
  }
  const down = await list().orderBy('-pages').pageSize(1);
  assert.equal(await keys(down), 'c');
  assert.equal(await keys(await down.next()), 'd');
  assert.equal(await keys(await (await (await down.next()).next()).prev()), 'd');
  const last = await rejection(list().pageSize('x'));
  assert.deepEqual(last.errors, { detail: 'Incorrect page parameter provided.' });
});

promise('all pages come one after the other', async () => {
  const { admin, books } = await makeShelf('lists-five');
  for (const [begin, expected] of [
    [() => books().all(at, { page_size: 3 }), [3, 1]],
    [() => admin.Class.please().all({}, { page_size: 1 }), [1, 1, 0]],
  ]) {
    const counts = [];
    const objects = await new Promise((resolve, reject) => {
      const all = begin();
      all.on('page', (page) => counts.push(page.length));
      all.on('stop', resolve);
      all.on('error', reject);
    });
    assert.deepEqual(counts, expected);
    assert.equal(objects.length, counts.reduce((sum, count) => sum + count));
  }
});

promise('fields are chosen and left out', async () => {
  const { list, books, a } = await makeShelf('lists-six');
  const raw = await list().fields(['id', 'title']).pageSize(1).raw();
  assert.deepEqual(raw.objects, [{ id: a.id, title: 'Ubik' }]);
  const [less] = (await list().excludedFields(['title', 'links']).raw()).objects;
  assert.deepEqual(['title' in less, 'links' in less, less.pages], [false, false, 202]);
  const one = await books().get({ ...at, id: a.id }).fields(['title', 'unknown']).raw();
  assert.deepEqual(one, { title: 'Ubik' });
});

promise('lists are counted, begun and kept plain', async () => {
  const { list, books } = await makeShelf('lists-seven');
  const counted = await list().pageSize(0).count();
  assert.deepEqual([counted.objects_count, counted.objects], [4, []]);
  assert.equal((await books().first(at)).key, 'a');
  assert.equal((await list().cacheKey('books')).length, 4);
  // Templates are not served: the answer stays JSON.
  const text = await list().templateResponse('objects_html_table');
  assert.equal(JSON.parse(text).objects.length, 4);
});

promise('other lists are begun with a word, ordered and paged', async () => {
  const { admin } = await makeShelf('lists-eight');
  for (const name of ['alpha', 'albatross', 'beta']) await admin.Class.please().create({ name });
  const names = (rows) => rows.map((row) => row.name);
  assert.deepEqual(names(await admin.Class.please().list({}, { name__startswith: 'al' })), ['alpha', 'albatross']);
  const first = await admin.Class.please().list().ordering('desc').pageSize(2);
  assert.deepEqual(names(first), ['beta', 'albatross']);
  const second = await first.next();
  assert.deepEqual(names(second), ['alpha', 'book']);
  assert.deepEqual(names(await second.prev()), ['beta', 'albatross']);
});
