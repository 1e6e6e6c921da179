// The official client, unmodified, against a server that runs for one test file.
import { createRequire } from 'node:module';
import { before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { operator, promises } from '../server.mjs';

export { useServer } from '../server.mjs';
export const Syncano = createRequire(import.meta.url)('syncano');
export const promise = promises(fileURLToPath(new URL('gaps.txt', import.meta.url)));

/// A client that is signed in as the operator.
export async function signIn(world, defaults) {
  const connection = Syncano({ baseUrl: world.url, defaults });
  await connection.Account.login({ email: operator.email, password: operator.password });
  return connection;
}

/// An instance of its own, with a client whose calls go there.
export async function makeInstance(world, name) {
  const site = await signIn(world);
  await site.Instance.please().create({ name });
  return signIn(world, { instanceName: name });
}

/// A client with an application's key, for the user whose key is given or for nobody.
export function application(world, instanceName, apiKey, userKey) {
  return Syncano({ baseUrl: world.url, apiKey, userKey, defaults: { instanceName } });
}

/// Waits for a mail of `kind` about the account with that id, and gives what its link holds. A
/// server without a mail server writes the links into its log.
export function useMails(world) {
  const mails = [];
  let wake = () => {};
  before(() => {
    let text = '';
    world.child.stderr.on('data', (chunk) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop();
      mails.push(...lines.filter((line) => line.includes('"mail_to_log"')).map(JSON.parse));
      wake();
    });
  });
  return async (kind, about) => {
    for (;;) {
      const at = mails.findIndex((mail) => mail.kind === kind && mail.about === about);
      if (at >= 0) {
        const [mail] = mails.splice(at, 1);
        return Object.fromEntries(new URL(mail.link, world.url).searchParams);
      }
      await new Promise((resolve) => { wake = resolve; });
    }
  };
}

/// What the rejected promise was rejected with; fails when it was not. The `then` of the client's
/// query sets takes no second callback, so `await` alone would never learn of the refusal: the
/// promise that `then` gives does.
export async function rejection(promised) {
  try {
    await promised.then(() => {});
  } catch (error) {
    return error;
  }
  throw new Error('expected a refusal');
}
