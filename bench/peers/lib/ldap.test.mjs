// Promises of the encoding: lengths and numbers as BER has them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integer, readLength, tagged } from './ldap.mjs';

test('a length is read as it was written', () => {
  for (const length of [0, 1, 127, 128, 255, 256, 65535, 65536]) {
    const [read, bytes] = readLength(tagged(4, Buffer.alloc(length)), 1);
    assert.deepEqual([read, tagged(4, Buffer.alloc(length)).length], [length, 1 + bytes + length]);
  }
});

test('a length that has not come in full is none yet', () => {
  assert.equal(readLength(Buffer.from([4]), 1), null);
  assert.equal(readLength(Buffer.from([4, 0x82, 1]), 1), null);
});

test('a number whose first bit is set is not negative', () => {
  assert.deepEqual([...integer(0)], [2, 1, 0]);
  assert.deepEqual([...integer(128)], [2, 2, 0, 128]);
  assert.deepEqual([...integer(300)], [2, 2, 1, 44]);
});
