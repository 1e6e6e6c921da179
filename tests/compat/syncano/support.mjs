// The official client, unmodified, against a server that runs for one test file.
import { createRequire } from 'node:module';
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
