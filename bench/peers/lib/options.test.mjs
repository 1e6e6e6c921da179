// Promises of the command line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions, TARGETS } from './options.mjs';

test('without words, all targets run', () => assert.deepEqual(readOptions([]).targets, TARGETS));

test('short means guildhall-sqlite alone, and what is named wins', () => {
  assert.deepEqual(readOptions(['--short']).targets, ['guildhall-sqlite']);
  assert.equal(readOptions(['--short', '--users', '500']).users, 500);
  assert.deepEqual(readOptions(['--short', 'slapd']).targets, ['slapd']);
});

test('what is not understood is refused', () => {
  assert.throws(() => readOptions(['nosuch']), /unknown target nosuch/);
  assert.throws(() => readOptions(['--seconds', '0']), /--seconds needs a whole number/);
  assert.throws(() => readOptions(['--objects', '1000']), /101 for each group/);
  assert.throws(() => readOptions(['--nosuch']), /nosuch/);
});
