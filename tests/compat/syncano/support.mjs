// Starts a real server for one test file, and runs tests strictly against gaps.txt.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';

export const Syncano = createRequire(import.meta.url)('syncano');

const here = path.dirname(fileURLToPath(import.meta.url));
const binary = process.env.BINARY_UNDER_TEST ?? path.join(here, '../../../build/release/guildhall');
const operator = { email: 'operator@example.com', password: 'a long enough password' };

const gaps = new Map(
  readFileSync(path.join(here, 'gaps.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([name, whose, reason]) => [name, { whose, reason }]),
);

/// A test that must pass, or, when gaps.txt lists it, must fail.
export function promise(name, body) {
  const gap = gaps.get(name);
  if (!gap) return test(name, { timeout: 30_000 }, body);
  return test(`${name} (known gap: ${gap.reason})`, async () => {
    let failed = false;
    try {
      await body();
    } catch {
      failed = true;
    }
    if (!failed) throw new Error(`"${name}" passes now: remove it from gaps.txt`);
  });
}

function untilListening(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    const deadline = setTimeout(() => reject(new Error(`no server within 20 s:\n${text}`)), 20_000);
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const found = /listening on (http:\/\/[0-9.:]+)/.exec(text);
      if (found) {
        clearTimeout(deadline);
        resolve(found[1]);
      }
    });
    child.on('exit', (code) => {
      clearTimeout(deadline);
      reject(new Error(`the server ended with ${code}:\n${text}`));
    });
  });
}

/// One server for the calling test file. `world.url` and `world.operator` are set once it listens.
export function useServer() {
  const world = { operator };
  before(async () => {
    world.folder = mkdtempSync(path.join(tmpdir(), 'guildhall-compat-'));
    const flags = ['serve', '--data', world.folder, '--listen', '127.0.0.1:0'];
    flags.push('--operator-email', operator.email, '--operator-password', operator.password);
    world.child = spawn(binary, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
    world.url = await untilListening(world.child);
  });
  after(async () => {
    if (world.child && world.child.exitCode === null) {
      const ended = new Promise((resolve) => world.child.on('exit', resolve));
      world.child.kill('SIGTERM');
      await ended;
    }
    if (world.folder) rmSync(world.folder, { recursive: true, force: true });
  });
  return world;
}

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
