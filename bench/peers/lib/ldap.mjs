// Just enough LDAP (BER over TCP) to ask a directory server: bind, search, add, modify. One request at a time a connection.
import net from 'node:net';
import { cpuMilliseconds } from './processes.mjs';

const BIND = 0x60, SEARCH = 0x63, MODIFY = 0x66, ADD = 0x68, ENTRY = 0x64, REFERENCE = 0x73;
const INTEGER = 2, OCTETS = 4, ENUMERATED = 10, SEQUENCE = 0x30, SET = 0x31;

function lengthBytes(length) {
  if (length < 128) return [length];
  if (length < 256) return [0x81, length];
  return length < 65536 ? [0x82, length >> 8, length & 255] : [0x83, length >> 16, (length >> 8) & 255, length & 255];
}

/// A value with its tag and length before it.
export function tagged(tag, ...parts) {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(body.length)]), body]);
}

export function integer(value, tag = INTEGER) {
  const bytes = [];
  for (let rest = value; bytes.length === 0 || rest; rest >>= 8) bytes.unshift(rest & 255);
  if (bytes[0] & 128) bytes.unshift(0);
  return tagged(tag, Buffer.from(bytes));
}

const text = (value, tag = OCTETS) => tagged(tag, Buffer.from(value));
const message = (operation) => tagged(SEQUENCE, integer(1), operation);
const attribute = (name, values) => tagged(SEQUENCE, text(name), tagged(SET, ...[values].flat().map((value) => text(value))));

export const bind = (name, password) => message(tagged(BIND, integer(3), text(name), text(password, 0x80)));

export function search(base, { scope = 0, limit = 0, attributes = [], equal } = {}) {
  const filter = equal ? tagged(0xa3, text(equal[0]), text(equal[1])) : text('objectClass', 0x87);
  return message(tagged(SEARCH, text(base), integer(scope, ENUMERATED), integer(0, ENUMERATED), integer(limit), integer(0),
    tagged(1, Buffer.from([0])), filter, tagged(SEQUENCE, ...attributes.map((name) => text(name)))));
}

export const add = (name, attributes) => message(tagged(ADD, text(name),
  tagged(SEQUENCE, ...Object.entries(attributes).map(([key, values]) => attribute(key, values)))));

export const addValue = (name, key, value) => message(tagged(MODIFY, text(name),
  tagged(SEQUENCE, tagged(SEQUENCE, integer(0, ENUMERATED), attribute(key, value)))));

/// [length, how many bytes say it] of what begins at `at`; null when not all of that is there yet.
export function readLength(bytes, at) {
  if (at >= bytes.length) return null;
  if (bytes[at] < 128) return [bytes[at], 1];
  const count = bytes[at] & 127;
  if (at + count >= bytes.length) return null;
  return [bytes.readUIntBE(at + 1, count), 1 + count];
}

/// A connection: call() sends one request and gives {code, entries}, the result and how many entries came before it.
export class Ldap {
  constructor(port) {
    this.rest = Buffer.alloc(0);
    this.entries = 0;
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (data) => this.receive(data));
    this.socket.on('error', (error) => this.fail?.(error));
    this.socket.on('close', () => this.fail?.(new Error('connection closed')));
  }

  receive(data) {
    const bytes = this.rest.length ? Buffer.concat([this.rest, data]) : data;
    let at = 0;
    for (;;) {
      const length = readLength(bytes, at + 1);
      if (!length || at + 1 + length[1] + length[0] > bytes.length) break;
      const body = at + 1 + length[1];
      this.take(bytes, body);
      at = body + length[0];
    }
    this.rest = bytes.subarray(at);
  }

  take(bytes, body) {
    const [idLength, idBytes] = readLength(bytes, body + 1);
    const operation = body + 1 + idBytes + idLength;
    if (bytes[operation] === ENTRY) {
      this.entries++;
    } else if (bytes[operation] !== REFERENCE) {
      const code = bytes[operation + 1 + readLength(bytes, operation + 1)[1] + 2];
      const { done, entries } = this;
      this.entries = 0;
      done({ code, entries });
    }
  }

  call(packet) {
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.fail = reject;
      this.socket.write(packet);
    });
  }

  close() {
    this.fail = null;
    this.socket.destroy();
  }
}

async function connect(port, count, who) {
  const all = Array.from({ length: count }, () => new Ldap(port));
  for (const [index, connection] of all.entries()) {
    if (!who) continue;
    const { code } = await connection.call(bind(...who(index)));
    if (code) throw new Error(`bind: result ${code}`);
  }
  return all;
}

function figures(times, unexpected, seconds, cpu) {
  times.sort((a, b) => a - b);
  const percentile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { requests: times.length, unexpected, cpu: (cpu * 1000) / times.length, rate: times.length / seconds,
    p50: percentile(0.5), p99: percentile(0.99) };
}

/// Asks for some seconds. `packet(index, turn)` is what connection `index` sends at its `turn`; `who(index)` is as whom it
/// binds first; `right(answer)` judges.
export async function ldapLoad({ port, roots, who, packet, right }, seconds, connections) {
  const all = await connect(port, connections, who);
  const times = [];
  let unexpected = 0;
  const before = cpuMilliseconds(roots), began = performance.now(), end = began + seconds * 1000;
  await Promise.all(all.map(async (connection, index) => {
    for (let turn = 0; performance.now() < end; turn++) {
      const sent = performance.now();
      const answer = await connection.call(packet(index, turn));
      times.push(performance.now() - sent);
      if (!right(answer) && unexpected++ === 0) console.error('unexpected LDAP answer', answer);
    }
  }));
  const result = figures(times, unexpected, (performance.now() - began) / 1000, cpuMilliseconds(roots) - before);
  for (const connection of all) connection.close();
  return result;
}
