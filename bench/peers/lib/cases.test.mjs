// Promises of the helpers of cases.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filled, listOf, ofOneGroup, ownObject, strangeObject } from './cases.mjs';
import { requestLine, unexpectedAnswers } from './load.mjs';

for (const size of [{ groups: 10, objects: 1010 }, { groups: 7, objects: 1000 }]) {
  test(`of ${size.objects} objects in ${size.groups} groups, one's own is of one's group and a stranger's is not`, () => {
    for (const index of listOf(2000, (i) => i)) {
      const own = ownObject(index, size), strange = strangeObject(index, size);
      assert.ok(own < size.objects && strange < size.objects && strange >= 0);
      assert.equal(own % size.groups, index % size.groups);
      assert.notEqual(strange % size.groups, index % size.groups);
    }
  });
}

test('a list with one number of another group is not of one group', () => {
  assert.ok(ofOneGroup([3, 13, 23], 13, 10));
  assert.ok(!ofOneGroup([3, 13, 24], 13, 10));
});

test('placeholders are filled with a new word, and with pairs of which none comes twice', () => {
  const request = { path: '/{{outer}}/', body: { user: '{{inner}}', word: '{{new}}' } };
  const walk = { outer: ['a', 'b'], inner: [1, 2], step: 0 };
  const pairs = listOf(4, () => filled(request, walk)).map(({ path, body }) => path + body.user);
  assert.deepEqual(pairs, ['/a/1', '/a/2', '/b/1', '/b/2']);
  assert.notEqual(filled(request, { ...walk, step: 0 }).body.word, filled(request, { ...walk, step: 0 }).body.word);
});

test('a request is one line', () => {
  assert.equal(requestLine({ path: '/', headers: { A: 'b', C: 'd' } }), 'GET\t/\tA: b\x1fC: d\t');
  assert.equal(requestLine({ method: 'POST', path: '/', body: { a: 1 } }), 'POST\t/\tContent-Type: application/json\t{"a":1}');
  assert.throws(() => requestLine({ path: '/\t' }), /TAB/);
});

test('where a refusal is expected, an answer that is none is unexpected', () => {
  assert.equal(unexpectedAnswers({ requests: 10, refused: 9, broken: 0 }, 404), 1);
  assert.equal(unexpectedAnswers({ requests: 10, refused: 2, broken: 1 }, 200), 3);
});
