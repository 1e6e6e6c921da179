import assert from 'node:assert/strict';

import { application, makeInstance, promise, rejection, useServer } from './support.mjs';

const world = useServer();

/// An instance with a channel on which a class speaks, a member of its group and a stranger.
async function makeTavern(instanceName, more = {}) {
  const admin = await makeInstance(world, instanceName);
  await admin.Class.please().create({ name: 'note', schema: [{ name: 'text', type: 'string' }] });
  const group = await admin.Group.please().create({ label: 'guests' });
  const channel = await admin.Channel.please().create({
    name: 'tavern', group: group.id, group_permissions: 'publish', custom_publish: true, ...more,
  });
  const key = await admin.ApiKey.please().create({});
  const person = async (username) => {
    const user = await admin.User.please().create({ username, password: 'x' });
    return { user, client: application(world, instanceName, key.api_key, user.user_key) };
  };
  const [member, stranger] = [await person('dandelion'), await person('dijkstra')];
  await group.addUser({ user: member.user.id });
  return { admin, channel, key, member, stranger };
}

/// Lets a poll run until it has given `count` messages, and gives them with the names under which
/// they were announced. `begin` makes the poll; `onRequest` runs when its first request goes out.
function listen(begin, count, onRequest = () => {}) {
  return new Promise((resolve, reject) => {
    const [messages, actions] = [[], []];
    const poll = begin();
    for (const action of ['custom', 'create', 'update', 'delete']) poll.on(action, () => actions.push(action));
    poll.on('message', (message) => {
      messages.push(message);
      if (messages.length === count) poll.stop();
    });
    poll.on('stop', () => resolve({ messages, actions }));
    let asked = 0;
    poll.on('request', () => {
      asked += 1;
      // The client repeats a request that was refused for ever.
      if (asked > count) poll.stop();
      if (asked === 1) Promise.resolve(onRequest()).catch(reject);
    });
  });
}

/// What a poll is refused with, which the client tells only once it was stopped.
function refusalOf(begin) {
  return new Promise((resolve) => {
    const poll = begin();
    poll.on('request', () => poll.stop());
    poll.on('error', resolve);
  });
}

promise('channels are made, changed, saved, listed and removed', async () => {
  const { admin, channel } = await makeTavern('channels-one');
  const { Channel } = admin;
  assert.deepEqual(
    [channel.type, channel.group_permissions, channel.other_permissions, channel.custom_publish],
    ['default', 'publish', 'none', true],
  );
  const names = (await Channel.please().list()).map((row) => row.name);
  assert.deepEqual(names.sort(), ['default', 'eventlog', 'tavern']);
  const changed = await Channel.please().update({ name: 'tavern' }, { description: 'The Kingfisher' });
  assert.deepEqual([changed.description, changed.group_permissions], ['The Kingfisher', 'publish']);
  const read = await Channel.please().get({ name: 'tavern' });
  read.other_permissions = 'subscribe';
  const saved = await read.save();
  assert.deepEqual([saved.other_permissions, saved.group_permissions], ['subscribe', 'publish']);
  const bad = await rejection(Channel.please().update({ name: 'tavern' }, { other_permissions: 'x' }));
  assert.deepEqual(bad.errors, { other_permissions: ['"x" is not a valid choice.'] });
  await Channel.please().delete({ name: 'tavern' });
  assert.equal((await rejection(Channel.please().get({ name: 'tavern' }))).status, 404);
  assert.equal((await rejection(Channel.please().delete({ name: 'default' }))).status, 403);
});

promise('a poll gives what was published since, one after the other', async () => {
  const { channel, member } = await makeTavern('channels-two');
  await channel.publish({ line: 1 });
  await member.client.Channel.please().publish({ name: 'tavern' }, { line: 2 });
  const begin = () => member.client.Channel.please().poll({ name: 'tavern' }, { lastId: 0 });
  const { messages, actions } = await listen(begin, 2);
  assert.deepEqual(messages.map((message) => message.payload), [{ line: 1 }, { line: 2 }]);
  assert.deepEqual(actions, ['custom', 'custom']);
  assert.deepEqual(messages.map((message) => message.id), [1, 2]);
  assert.deepEqual(Object.keys(messages[0].author), ['admin']);
  assert.equal(messages[1].author.user, member.user.id);
  assert.deepEqual(messages[0].metadata, { type: 'message' });
});

promise('a poll that waits is given the message that comes', async () => {
  const { channel, member } = await makeTavern('channels-three');
  const first = await channel.publish({ line: 1 });
  const own = await member.client.Channel.please().get({ name: 'tavern' });
  const { messages } = await listen(
    () => own.poll({ lastId: first.id }), 1, () => channel.publish({ line: 2 }),
  );
  assert.deepEqual(messages.map((message) => message.payload), [{ line: 2 }]);
});

promise('changes of objects are told on their channel', async () => {
  const { admin, member } = await makeTavern('channels-four');
  const note = { className: 'note' };
  const made = await member.client.DataObject.please().create({
    ...note, text: 'one', channel: 'tavern', other_permissions: 'full',
  });
  await admin.DataObject.please().update({ ...note, id: made.id }, { text: 'two' });
  await admin.DataObject.please().delete({ ...note, id: made.id });
  const begin = () => member.client.Channel.please().poll({ name: 'tavern' }, { lastId: 0 });
  const { messages, actions } = await listen(begin, 3);
  assert.deepEqual(actions, ['create', 'update', 'delete']);
  const [create, update, remove] = messages.map((message) => message.payload);
  assert.deepEqual([create.id, create.text, create.owner], [made.id, 'one', member.user.id]);
  assert.deepEqual(Object.keys(update).sort(), ['id', 'revision', 'text', 'updated_at']);
  assert.deepEqual(remove, { id: made.id });
  assert.deepEqual(messages[0].metadata, { type: 'object', class: 'note' });
});

promise('rooms are apart', async () => {
  const { channel, member } = await makeTavern('channels-five', { type: 'separate_rooms' });
  const nowhere = await rejection(channel.publish({ line: 0 }));
  assert.deepEqual([nowhere.status, nowhere.errors], [
    400, { room: 'This field is required for channels with separate rooms.' },
  ]);
  await channel.publish({ line: 1 }, 'Cellar');
  await member.client.Channel.please().publish({ name: 'tavern' }, { line: 2 }, 'attic');
  const room = async (name) => {
    const begin = () => member.client.Channel.please().poll({ name: 'tavern' }, { lastId: 0, room: name });
    return (await listen(begin, 1)).messages[0].payload.line;
  };
  assert.deepEqual([await room('cellar'), await room('attic')], [1, 2]);
  const history = await member.client.Channel.please().history({ name: 'tavern' }, { room: 'CELLAR' });
  assert.deepEqual(history.objects.map((message) => message.payload), [{ line: 1 }]);
  assert.equal((await rejection(channel.history())).status, 400);
});

promise('history is read newest first, from a message on, in pages', async () => {
  const { channel, member } = await makeTavern('channels-six');
  for (const line of [1, 2, 3]) await channel.publish({ line });
  const own = await member.client.Channel.please().get({ name: 'tavern' });
  const lines = async (query) => (await own.history(query)).objects.map((message) => message.payload.line);
  assert.deepEqual(await lines(), [3, 2, 1]);
  assert.deepEqual(await lines({ ordering: 'asc' }), [1, 2, 3]);
  assert.deepEqual(await lines({ last_id: 2 }), [3]);
  const page = await own.history({ page_size: 2 });
  assert.deepEqual([page.objects.length, page.prev], [2, null]);
  assert.match(page.next, /\/channels\/tavern\/history\/\?page_size=2&direction=1&last_pk=2$/);
  assert.match(page.objects[0].links.self, /\/channels\/tavern\/history\/3\/$/);
});

promise('a stranger neither listens nor speaks nor reads', async () => {
  const { stranger } = await makeTavern('channels-seven');
  const { Channel } = stranger.client;
  const tavern = { name: 'tavern' };
  assert.equal((await Channel.please().list()).length, 0);
  for (const ask of [
    (channels) => channels.get(tavern), (channels) => channels.history(tavern), (channels) => channels.publish(tavern, {}),
    (channels) => channels.create({ name: 'cellar' }), (channels) => channels.delete(tavern),
  ]) {
    assert.equal((await rejection(ask(Channel.please()))).status, 403);
  }
  const refused = await refusalOf(() => Channel.please().poll(tavern));
  assert.equal(refused.status, 403);
  const note = { className: 'note', text: 'x', channel: 'tavern' };
  const written = await rejection(stranger.client.DataObject.please().create(note));
  assert.deepEqual([written.status, written.errors], [
    403, { detail: 'You do not have permission to publish data to specified channel.' },
  ]);
});

promise('a channel of object changes alone takes no messages', async () => {
  const { channel } = await makeTavern('channels-eight', { custom_publish: false });
  const refused = await rejection(channel.publish({ line: 1 }));
  assert.deepEqual([refused.status, refused.errors], [
    403, { detail: 'Custom publish not allowed on this channel.' },
  ]);
  const odd = await makeTavern('channels-nine');
  const list = await rejection(odd.channel.publish([1]));
  assert.deepEqual(list.errors, { payload: ['Payload passed in invalid format.'] });
});
