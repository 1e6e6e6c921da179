// Asks a server prepared requests for some seconds, by wrk, and returns figures of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onGeneratorCore, run } from './child.mjs';
import { cpuMilliseconds } from './processes.mjs';

const SCRIPT = fileURLToPath(new URL('requests.lua', import.meta.url));

/// One line of the file that requests.lua reads.
export function requestLine({ method = 'GET', path, headers = {}, body }) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = body === undefined ? headers : { 'Content-Type': 'application/json', ...headers };
  const fields = [method, path, Object.entries(all).map(([name, value]) => `${name}: ${value}`).join('\x1f'), text];
  if (fields.some((field) => /[\t\n]/.test(field))) throw new Error('a request must not contain TAB or newline');
  return fields.join('\t');
}

/// How many answers were not as expected. wrk tells refusals (4xx, 5xx) from the rest, and no more.
export function unexpectedAnswers({ requests, refused, broken }, status) {
  return (status >= 400 ? requests - refused : refused) + broken;
}

async function wrk(url, { requests, depth = 1, walk }, seconds, connections, folder) {
  const file = join(folder, 'requests');
  writeFileSync(file, requests.map(requestLine).join('\n') + '\n');
  const pairs = walk ? { OUTER: walk.outer.join(), INNER: walk.inner.join() } : {};
  const out = await run([...onGeneratorCore, 'wrk', '-t', '1', '-c', String(connections), '-d', `${seconds}s`,
    '--timeout', '20s', '-s', SCRIPT, url],
  { env: { REQUESTS: file, DEPTH: String(depth), STEP: String(walk?.step ?? 0), ...pairs } });
  const line = /^RESULT (.*)$/m.exec(out);
  if (!line) throw new Error(`wrk gave no result:\n${out}`);
  const result = JSON.parse(line[1]);
  if (walk) walk.step += result.requests + connections; // those in flight at the end were sent too
  return result;
}

/// wrk says 0 when no answer came after its first half second, which it spends on finding its pace. Of requests that go out
/// together it does not know how long each took.
const milliseconds = (microseconds, depth = 1) => (microseconds === 0 || depth > 1 ? NaN : microseconds / 1000);

/// Figures of one case: CPU in microseconds per request, requests per second, p50 and p99 in milliseconds.
export async function measure(url, roots, test, seconds, connections) {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-bench-'));
  try {
    const before = cpuMilliseconds(roots);
    const result = await wrk(url, test, seconds, test.connections ?? connections, folder);
    const used = cpuMilliseconds(roots) - before;
    return { requests: result.requests, unexpected: unexpectedAnswers(result, test.status),
      cpu: (used * 1000) / result.requests, rate: (result.requests * 1e6) / result.microseconds,
      p50: milliseconds(result.p50, test.depth), p99: milliseconds(result.p99, test.depth) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
