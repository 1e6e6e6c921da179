import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

import { enter, makeClient, promise, rejection, signUp, useServer } from './support.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'guildhall-schema-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// What belongs together may stand in several files.
writeFileSync(path.join(folder, 'schema_author.yaml'), `
Tables:
  - TableName: author
    Permission: 3
    DefaultPermission: 3
    Columns:
      - {Name: name, DataType: varchar(80), ColumnType: label, IsUnique: true}
`);
writeFileSync(path.join(folder, 'schema_book.json'), JSON.stringify({
  Tables: [{
    TableName: 'book',
    Permission: 3,
    DefaultPermission: 3,
    Columns: [{ Name: 'title', DataType: 'varchar(80)', ColumnType: 'label' }],
  }],
  Relations: [{ Subject: 'book', Relation: 'belongs_to', Object: 'author' }],
}));
writeFileSync(path.join(folder, 'notes.yaml'), 'no schema');

const world = useServer('--daptin-schema', folder);

promise('tables of the folder are there for a guest', async () => {
  const guest = makeClient(world);
  const [author, book] = await guest.worldManager.loadModel(['author', 'book']);
  assert.equal(author.name, 'label');
  assert.deepEqual([author.book_id.jsonApi, author.book_id.type], ['hasMany', 'book']);
  assert.equal(book.title, 'label');
  assert.deepEqual([book.author_id.jsonApi, book.author_id.type], ['hasOne', 'author']);
});

promise('rows in them are read by guests and made by others', async () => {
  await signUp(makeClient(world), 'founder');
  const founder = await enter(world, 'founder');
  await founder.actionManager.doAction('world', 'become_an_administrator', {});
  const author = (await founder.jsonApi.create('author', { name: 'Sapkowski' })).data;
  await founder.jsonApi.create('book', { title: 'The Last Wish', author_id: { type: 'author', id: author.id } });

  const guest = makeClient(world);
  await guest.worldManager.loadModel(['user_account', 'usergroup', 'author', 'book']);
  const { data } = await guest.jsonApi.findAll('book', {});
  assert.deepEqual(data.map((row) => [row.title, row.author_id]), [['The Last Wish', author.id]]);
  const [found] = (await guest.jsonApi.one('author', author.id).all('book_id').get()).data;
  assert.equal(found.title, 'The Last Wish');
  const refused = await rejection(guest.jsonApi.create('author', { name: 'Nobody' }));
  assert.equal(refused[0].title, 'TableAccessPermissionChecker');
});
