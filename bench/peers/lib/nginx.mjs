// What everything is compared with: nginx with one worker, answering 300 bytes of JSON by `return 200`. Twice: without an
// access log, and with a buffered one, since Guildhall logs every request unless told not to.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstHttpAnswer, needFreePort } from './client.mjs';
import { measure } from './load.mjs';
import { memory } from './processes.mjs';
import { startServer } from './child.mjs';

const PORTS = { quiet: 18181, logging: 18182 };
const BYTES = 300, DEPTH = 16;
const HEAD = '{"id":12345,"username":"user12345@example.com","groups":["group1","group2"],"padding":"';
const BODY = `${HEAD}${'x'.repeat(BYTES - HEAD.length - 2)}"}`;

// As long as what Guildhall is asked for "who am I", so that both parse as much.
const requests = Array.from({ length: 100 }, (_, i) => ({ path: '/v1.1/instances/default/user/',
  headers: { 'X-API-KEY': 'a'.repeat(40), 'X-USER-KEY': String(i).padStart(40, '0') } }));

const configuration = (folder, port, log) => `
worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/errors;
events { worker_connections 1024; }
http {
  access_log ${log};
  keepalive_requests 1000000000;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  default_type application/json;
  server { listen 127.0.0.1:${port}; location / { return 200 '${BODY}'; } }
}
`;

async function startOne(home, name) {
  const port = PORTS[name], folder = join(home, 'nginx', name), file = join(folder, 'nginx.conf');
  await needFreePort(port);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const log = name === 'quiet' ? 'off' : `${folder}/access combined buffer=64k flush=1s`;
  writeFileSync(file, configuration(folder, port, log));
  const child = startServer(['nginx', '-e', `${folder}/errors`, '-c', file], { log: join(folder, 'output') });
  const url = `http://127.0.0.1:${port}`;
  return { name, url, child, folder, startMilliseconds: await firstHttpAnswer(child, url, '/') };
}

export class Nginx {
  static async start(home) {
    const self = new Nginx();
    self.servers = [await startOne(home, 'quiet'), await startOne(home, 'logging')];
    self.atRest = memory([self.servers[0].child.pid]);
    return self;
  }

  /// One round: {quiet, logging}, each by how many requests go out together.
  async measure(seconds, connections) {
    const figures = {};
    for (const { name, url, child } of this.servers) {
      figures[name] = {};
      for (const depth of [1, DEPTH]) {
        figures[name][depth] = await measure(url, [child.pid], { status: 200, requests, depth }, seconds, connections);
      }
    }
    return figures;
  }

  /// Ends both; their access log may have grown large.
  async stop() {
    for (const { child, folder } of this.servers) {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /// What a server has apart from its answers, for the table beside the targets'.
  footprint() {
    return { startMilliseconds: this.servers[0].startMilliseconds, atRest: this.atRest,
      afterLoad: memory([this.servers[0].child.pid]) };
  }
}
