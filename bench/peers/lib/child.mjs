// Processes that this run starts. Each is stopped when the run ends, however it ends: by itself, by an error, by Ctrl-C,
// and by the kernel (`--pdeathsig`) should the run be killed outright.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';

const GENERATOR_CORE = '0', SERVER_CORE = '1';
const pinned = cpus().length > 1;
const running = new Set();
let closing = false;

/// The command before a program that keeps it on the core of servers, or of what asks them.
export const onServerCore = pinned ? ['taskset', '-c', SERVER_CORE] : [];
export const onGeneratorCore = pinned ? ['taskset', '-c', GENERATOR_CORE] : [];

/// This program leaves the servers' core to them, as do the helpers that it starts from now on.
export async function keepToGeneratorCore() {
  if (pinned) await run(['taskset', '--all-tasks', '-cp', GENERATOR_CORE, String(process.pid)]);
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name); // its process group: a server may have made more processes
  } catch { /* has ended meanwhile */ }
}

function launch(words, options) {
  if (closing) throw new Error('the run is ending');
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...words], { ...options, detached: true });
  running.add(child);
  child.gone = new Promise((resolve) => {
    child.on('error', resolve);
    child.on('close', resolve);
  }).finally(() => running.delete(child));
  return child;
}

async function stop(child) {
  if (!running.has(child)) return;
  signal(child, child.gently ?? 'SIGTERM');
  const timer = setTimeout(() => signal(child, 'SIGKILL'), 8000);
  await child.gone;
  clearTimeout(timer);
}

/// Starts a server, whose output goes to the file `log`. `gently` is the signal by which it ends in order.
export function startServer(words, { cwd, env = {}, log = '/dev/null', gently = 'SIGTERM' } = {}) {
  const descriptor = openSync(log, 'w');
  const startedAt = performance.now();
  const child = launch([...onServerCore, ...words],
    { cwd, env: { ...process.env, ...env }, stdio: ['ignore', descriptor, descriptor] });
  closeSync(descriptor);
  child.gently = gently;
  return { pid: child.pid, startedAt, log, ended: () => !running.has(child), stop: () => stop(child) };
}

/// Starts a program on the servers' core that answers each line on its standard input by a line: ask(line) gives it.
export function startConversation(words, { cwd, log }) {
  const descriptor = openSync(log, 'w');
  const startedAt = performance.now();
  const child = launch([...onServerCore, ...words], { cwd, stdio: ['pipe', 'pipe', descriptor] });
  closeSync(descriptor);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line) => {
    if (line !== undefined) child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${words[1] ?? words[0]} ended: ${readFileSync(log, 'utf8').slice(-1000)}`);
    return value;
  };
  child.stdin.on('error', () => {}); // it has ended: ask() says so
  return { pid: child.pid, startedAt, ask, stop: () => stop(child) };
}

/// Runs a program to its end and returns what it wrote; throws when it fails.
export async function run(words, { cwd, env = {}, input } = {}) {
  const child = launch(words, { cwd, env: { ...process.env, ...env }, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
  let out = '', errors = '';
  child.stdout.on('data', (data) => { out += data; });
  child.stderr.on('data', (data) => { errors += data; });
  child.stdin?.on('error', () => {}); // it ended without reading: its exit code says why
  child.stdin?.end(input);
  const code = await child.gone;
  if (code !== 0) throw new Error(`${words.join(' ').slice(0, 200)}: ${code}\n${(errors || out).slice(-2000)}`);
  return out;
}

/// Stops whatever still runs; from now on nothing can be started.
export async function stopAll() {
  closing = true;
  await Promise.all([...running].map(stop));
}

process.on('exit', () => { for (const child of running) signal(child, 'SIGKILL'); });
