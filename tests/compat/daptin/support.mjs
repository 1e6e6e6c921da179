// The official client, unmodified, against a server that runs for one test file.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { promises } from '../server.mjs';

export { useServer } from '../server.mjs';
export const promise = promises(fileURLToPath(new URL('gaps.txt', import.meta.url)));

const { DaptinClient } = createRequire(import.meta.url)('daptin-client');

// The client tells the console of everything that it does.
console.log = () => {};

/// A browser's storage, in which the client keeps the token.
class Storage {
  #items = new Map();
  getItem(name) { return this.#items.get(name) ?? null; }
  setItem(name, value) { this.#items.set(name, String(value)); }
  clear() { this.#items.clear(); }
}
globalThis.localStorage = new Storage();
globalThis.window = { localStorage: globalThis.localStorage };

/// A client of whoever signs in by it, and a guest until then.
export function makeClient(world) {
  globalThis.localStorage.clear();
  return new DaptinClient(world.url, false);
}

/// Loads what the client knows of tables. This version rejects with the list of them where it means
/// to resolve.
export async function loadModels(client) {
  try {
    return await client.worldManager.loadModels();
  } catch (loaded) {
    if (Array.isArray(loaded)) return loaded;
    throw new Error(`models were not loaded: ${JSON.stringify(loaded)}`);
  }
}

export const passwordOf = (name) => `secret of ${name}`;

export function signUp(client, name) {
  return client.actionManager.doAction('user_account', 'signup', {
    name,
    email: `${name}@example.com`,
    password: passwordOf(name),
    passwordConfirm: passwordOf(name),
  });
}

export function signIn(client, name, password = passwordOf(name)) {
  return client.actionManager.doAction('user_account', 'signin', { email: `${name}@example.com`, password });
}

/// A client in which NAME is signed in, with its models loaded.
export async function enter(world, name) {
  const client = makeClient(world);
  await signIn(client, name);
  await loadModels(client);
  return client;
}

/// What the rejected promise was rejected with; fails when it was not.
export async function rejection(promised) {
  try {
    await promised;
  } catch (error) {
    return error;
  }
  throw new Error('expected a refusal');
}
