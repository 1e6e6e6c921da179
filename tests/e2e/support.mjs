// Servers and databases that a test starts, and that are gone when it ends.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const binary = process.env.BINARY_UNDER_TEST ?? path.join(here, '../../build/release/guildhall');
const postgres = '/usr/lib/postgresql/15/bin';
const deadline = 20_000;

export const operator = { email: 'operator@example.com', password: 'a long enough password' };

/// A folder that goes with the test.
export function temporaryFolder(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'guildhall-e2e-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/// Runs the binary until it ends: { code, output }.
export function run(flags, environment = {}) {
  const child = spawn(binary, flags, { env: { ...process.env, ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve({ code, output })));
  return Object.assign(ended, { child });
}

/// A server that listens. `kill(signal)` waits for its end and gives its exit code.
export async function startServer(t, flags, environment = {}) {
  const all = ['serve', '--listen', '127.0.0.1:0', ...flags];
  all.push('--operator-email', operator.email, '--operator-password', operator.password);
  const ended = run(all, environment);
  const { child } = ended;
  t.after(() => child.kill('SIGKILL'));
  let text = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not listening after 20 s:\n${text}`)), deadline);
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const found = /listening on (http:\/\/[0-9.:]+)/.exec(text);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    ended.then(({ code, output }) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
  const kill = async (signal) => {
    child.kill(signal);
    return (await ended).code;
  };
  return { url, child, kill, log: () => text };
}

/// One request with JSON in and out.
export async function ask(server, method, target, { key, userKey, body } = {}) {
  const headers = { 'Content-Type': 'application/json' };
  if (key) headers['X-API-KEY'] = key;
  if (userKey) headers['X-USER-KEY'] = userKey;
  const answer = await fetch(server.url + target, {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

/// The account key of the operator that the server was started with.
export async function signIn(server) {
  const answer = await ask(server, 'POST', '/v1.1/account/auth/', { body: operator });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body.account_key;
}

/// A PostgreSQL of its own; its URL.
export function startPostgres(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'guildhall-pg-'));
  chmodSync(folder, 0o700);
  let as = (command, words) => [command, words];
  // PostgreSQL refuses to run as root.
  if (process.getuid() === 0) {
    const id = (flag) => Number(execFileSync('id', [flag, 'postgres']).toString());
    chownSync(folder, id('-u'), id('-g'));
    as = (command, words) => ['runuser', ['-u', 'postgres', '--', command, ...words]];
  }
  const exec = (command, words) => execFileSync(...as(`${postgres}/${command}`, words), { cwd: folder, stdio: 'pipe' });
  const data = path.join(folder, 'data');
  exec('initdb', ['-D', data, '-U', 'guildhall', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']);
  t.after(() => {
    try {
      exec('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  const options = `-c listen_addresses='' -c unix_socket_directories=${folder}`;
  exec('pg_ctl', ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', options, 'start']);
  chmodSync(folder, 0o755);
  return `postgresql:///postgres?host=${folder}&user=guildhall`;
}
