import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Syncano, makeInstance, promise, useServer } from './support.mjs';

const world = useServer();

/// The bytes behind an address, without any key.
async function fetched(url) {
  const answer = await fetch(url);
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
}

promise('a file that the client attaches is served by its address', async () => {
  const admin = await makeInstance(world, 'files-one');
  const schema = [{ name: 'title', type: 'string' }, { name: 'cover', type: 'file' }];
  await admin.Class.please().create({ name: 'photo', schema });
  const folder = mkdtempSync(path.join(tmpdir(), 'guildhall-files-'));
  try {
    const bytes = Buffer.alloc(700_000, 'guildhall\r\n--');
    const file = path.join(folder, 'geralt.png');
    writeFileSync(file, bytes);
    const made = await admin.DataObject.please().create({
      className: 'photo', title: 'Geralt', cover: Syncano.file(file),
    });
    assert.equal(made.title, 'Geralt');
    assert.match(made.cover.value, /\/files\/[0-9a-f]{40}\.png$/);
    const served = await fetched(made.cover.value);
    assert.equal(served.status, 200);
    assert.ok(served.bytes.equals(bytes));
    await admin.DataObject.please().delete({ className: 'photo', id: made.id });
    assert.equal((await fetched(made.cover.value)).status, 404);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

promise('an object with a file that is saved keeps it', async () => {
  const admin = await makeInstance(world, 'files-two');
  const schema = [{ name: 'title', type: 'string' }, { name: 'cover', type: 'file' }];
  await admin.Class.please().create({ name: 'photo', schema });
  const form = new FormData();
  form.append('cover', new Blob(['a picture'], { type: 'image/png' }), 'a.png');
  const key = admin.getAccountKey();
  const answer = await fetch(`${world.url}/v1.1/instances/files-two/classes/photo/objects/`, {
    method: 'POST', headers: { 'X-API-KEY': key }, body: form,
  });
  assert.equal(answer.status, 201);
  const { id, cover } = await answer.json();
  const photo = await admin.DataObject.please().get({ className: 'photo', id });
  photo.title = 'changed';
  const saved = await photo.save();
  assert.equal(saved.title, 'changed');
  assert.equal(saved.cover.value, cover.value);
  assert.equal((await fetched(cover.value)).bytes.toString(), 'a picture');
});
