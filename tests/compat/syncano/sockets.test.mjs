// Messages over WebSockets, with the client `ws`: the official client has long polls only.
import assert from 'node:assert/strict';

import WebSocket from 'ws';

import { makeInstance, promise, useServer } from './support.mjs';

const world = useServer();

/// An instance with a channel of a group, and a member of it.
async function makeTavern(instance) {
  const admin = await makeInstance(world, instance);
  const group = await admin.Group.please().create({ label: 'guests' });
  await admin.Channel.please().create({
    name: 'tavern', group: group.id, group_permissions: 'publish', custom_publish: true,
  });
  const { api_key: key } = await admin.ApiKey.please().create({});
  const user = await admin.User.please().create({ username: 'dandelion', password: 'x' });
  await group.addUser({ user: user.id });
  const say = (text) => admin.Channel.please().publish({ name: 'tavern' }, { text });
  const leave = () => group.deleteUser({ user: user.id });
  return { instance, key, user, say, leave };
}

/// A WebSocket on the channel. `opened` tells that it is open, or the status of the refusal;
/// `next()` gives the next message; `closed` the code with which it ended.
function listen({ instance, key, user }, parameters = {}) {
  const query = new URLSearchParams({ transport: 'websocket', api_key: key, user_key: user.user_key, ...parameters });
  const base = world.url.replace('http:', 'ws:');
  const socket = new WebSocket(`${base}/v1.1/instances/${instance}/channels/tavern/poll/?${query}`);
  const [messages, readers] = [[], []];
  socket.on('message', (data, isBinary) => {
    assert.equal(isBinary, false);
    const message = JSON.parse(data);
    if (readers.length > 0) readers.shift()(message);
    else messages.push(message);
  });
  const opened = new Promise((resolve, reject) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    socket.on('error', reject);
  });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const next = () => new Promise((resolve) => {
    if (messages.length > 0) resolve(messages.shift());
    else readers.push(resolve);
  });
  return { socket, opened, closed, next };
}

promise('messages come live, and from last_id on', async () => {
  const tavern = await makeTavern('sockets-one');
  const live = listen(tavern);
  assert.equal(await live.opened, 'open');
  for (const text of ['one', 'two', 'three']) await tavern.say(text);
  for (const [index, text] of ['one', 'two', 'three'].entries()) {
    const message = await live.next();
    assert.deepEqual([message.id, message.action, message.payload], [index + 1, 'custom', { text }]);
    assert.equal(message.links, undefined);
  }
  const late = listen(tavern, { last_id: 1 });
  assert.equal((await late.next()).payload.text, 'two');
  assert.equal((await late.next()).payload.text, 'three');
  await tavern.say('four');
  for (const { next } of [live, late]) assert.equal((await next()).payload.text, 'four');
  for (const { socket, closed } of [live, late]) {
    socket.close(1000);
    assert.equal(await closed, 1000);
  }
});

promise('a ping is answered, and what a client says is passed over', async () => {
  const tavern = await makeTavern('sockets-two');
  const live = listen(tavern);
  await live.opened;
  const pong = new Promise((resolve) => live.socket.on('pong', (data) => resolve(String(data))));
  live.socket.send('hello?');
  live.socket.ping('there?');
  assert.equal(await pong, 'there?');
  await tavern.say('still here');
  assert.equal((await live.next()).payload.text, 'still here');
  live.socket.terminate();
});

promise('who may not listen is refused, and who may no longer is told so', async () => {
  const tavern = await makeTavern('sockets-three');
  const foreign = await makeTavern('sockets-four');
  assert.equal(await listen({ ...tavern, key: foreign.key }).opened, 403);
  assert.equal(await listen(tavern, { last_id: 'x' }).opened, 400);
  const live = listen(tavern);
  await live.opened;
  await tavern.say('for members');
  assert.equal((await live.next()).payload.text, 'for members');
  await tavern.leave();
  await tavern.say('secret');
  assert.deepEqual(await live.next(), { detail: 'You do not have permission to perform this action.' });
  assert.equal(await live.closed, 1008);
});

promise('whoever asks for no WebSocket is asked to', async () => {
  const { instance, key, user } = await makeTavern('sockets-five');
  const answer = await fetch(
    `${world.url}/v1.1/instances/${instance}/channels/tavern/poll/?transport=websocket`,
    { headers: { 'X-API-KEY': key, 'X-USER-KEY': user.user_key } },
  );
  assert.equal(answer.status, 426);
  assert.deepEqual(await answer.json(), { detail: 'A WebSocket handshake is required.' });
});
