// What else the client can call. Lists that stand in an instance's links are there, and empty; the
// rest has nothing to do with people and their rights and is in gaps.txt.
import assert from 'node:assert/strict';

import { makeInstance, promise, useServer } from './support.mjs';

const world = useServer();
let made;

/// What `ask` gives, asked of one instance by its owner. A promise of its own: those of the client's
/// query sets do not tell `await` of a refusal.
async function answer(ask) {
  made ??= makeInstance(world, 'other-one');
  return ask(await made).then((value) => value);
}

const lists = [
  'Schedule', 'Trigger', 'Restore', 'Hosting', 'Script', 'ScriptEndpoint', 'DataEndpoint', 'Template',
  'CustomSocket', 'GCMDevice', 'GCMMessage', 'APNSDevice', 'APNSMessage', 'FullBackup', 'PartialBackup', 'Invoice',
  'Subscription', 'Plan', 'Solution', 'Tag', 'DailyUsage', 'HourlyUsage',
];
for (const name of lists) {
  promise(`a list of ${name} is empty`, async () => {
    assert.equal((await answer((admin) => admin[name].please().list())).length, 0);
  });
}

for (const name of ['GCMConfig', 'APNSConfig', 'Profile', 'Card', 'Usage']) {
  promise(`one ${name} is read`, async () => {
    assert.ok(await answer((admin) => admin[name].please().get()));
  });
}

const traces = {
  ScriptTrace: { scriptId: 1 }, ScheduleTrace: { scheduleId: 1 }, TriggerTrace: { triggerId: 1 },
  ScriptEndpointTrace: { scriptEndpointName: 'x' }, HostingFile: { hostingId: 1 },
};
for (const [name, properties] of Object.entries(traces)) {
  promise(`a list of ${name} is empty`, async () => {
    assert.equal((await answer((admin) => admin[name].please().list(properties))).length, 0);
  });
}

promise('an endpoint of a socket is run', async () => {
  assert.ok(await answer((admin) => admin.Endpoint.please().run({ socket_name: 'a', name: 'b' })));
});

promise('a configuration for scripts is kept', async () => {
  const one = { name: 'other-one' };
  await answer((admin) => admin.Instance.please().setGlobalConfig(one, { a: 1 }));
  const { config } = await answer((admin) => admin.Instance.please().getGlobalConfig(one));
  assert.deepEqual(config, { a: 1 });
});
