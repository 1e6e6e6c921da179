// What the tests of all official clients share: a real server for one test file, and known gaps.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';

const here = path.dirname(fileURLToPath(import.meta.url));
const binary = process.env.BINARY_UNDER_TEST ?? path.join(here, '../../build/release/guildhall');
export const operator = { email: 'operator@example.com', password: 'a long enough password' };

function readGaps(file) {
  return new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() && !line.startsWith('#'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([name, whose, reason]) => [name, { whose, reason }]),
  );
}

/// Declares tests that must pass, or, when the file of gaps lists them, must fail.
export function promises(gapsFile) {
  const gaps = readGaps(gapsFile);
  return (name, body) => {
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
  };
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

/// One server for the calling test file, with `more` flags. `world.url` and `world.operator` are set
/// once it listens.
export function useServer(...more) {
  const world = { operator };
  before(async () => {
    world.folder = mkdtempSync(path.join(tmpdir(), 'guildhall-compat-'));
    const flags = ['serve', '--data', world.folder, '--listen', '127.0.0.1:0'];
    flags.push('--operator-email', operator.email, '--operator-password', operator.password, ...more);
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
