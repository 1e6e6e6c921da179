// A small JSON client with kept connections, for loading data and for checking answers.
import http from 'node:http';
import net from 'node:net';
import { readFileSync } from 'node:fs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/// Asks once. `body` is sent as JSON; the answer is {status, headers, text, json}.
export function call(base, { method = 'GET', path, headers = {}, body }, connections = agent) {
  const data = body === undefined ? null : JSON.stringify(body);
  const describing = data === null ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(data) };
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, base), { method, agent: connections, headers: { ...describing, ...headers } });
    request.on('response', (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve(answerOf(response, Buffer.concat(parts).toString())));
    });
    request.setTimeout(60000, () => request.destroy(new Error(`no answer in a minute: ${method} ${path}`)));
    request.on('error', reject);
    request.end(data);
  });
}

function answerOf(response, text) {
  let json = null;
  try {
    json = JSON.parse(text);
  } catch { /* not JSON */ }
  return { status: response.statusCode, headers: response.headers, text, json };
}

/// Asks, and throws unless the answer is a success.
export async function must(base, request) {
  const answer = await call(base, request);
  if (answer.status >= 300) {
    throw new Error(`${request.method ?? 'GET'} ${request.path}: ${answer.status} ${answer.text.slice(0, 400)}`);
  }
  return answer;
}

export const post = (path, headers, body) => ({ method: 'POST', path, headers, body });

/// work(0) to work(count - 1), `width` of them at a time; returns their results in order.
export async function each(count, width, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  return results;
}

/// Throws when something listens there already: its answers would be taken for the new server's.
export function needFreePort(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.on('connect', () => {
      socket.destroy();
      reject(new Error(`port ${port} is in use`));
    });
    socket.on('error', () => resolve());
  });
}

/// Waits until `attempt` succeeds; returns the milliseconds since the process was started.
export async function firstAnswer(child, attempt, patience = 120000) {
  for (;;) {
    if (await attempt().catch(() => false)) return performance.now() - child.startedAt;
    const ended = child.ended();
    if (ended || performance.now() - child.startedAt > patience) {
      throw new Error(`did not start${ended ? '' : ' in time'}: ${readFileSync(child.log, 'utf8').slice(-1000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/// Waits for a success at `path`, each time over a new connection.
export function firstHttpAnswer(child, base, path) {
  return firstAnswer(child, async () => (await call(base, { path }, false)).status < 400);
}
