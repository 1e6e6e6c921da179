// A PostgreSQL of the run's own, on loopback, for the targets that keep their data there. Gone when the run ends.
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { firstAnswer, needFreePort } from './client.mjs';
import { run, startServer } from './child.mjs';

const PORT = 18132, VERSIONS = '/usr/lib/postgresql';

// initdb and postgres refuse to run as root.
const asOwner = userInfo().uid === 0
  ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--pdeathsig', 'INT', '--'] : [];

function program(name) {
  const [newest] = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  return join(VERSIONS, newest, 'bin', name);
}

function ownFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-bench-postgres-'));
  chmodSync(folder, 0o755);
  if (asOwner.length) {
    const [, , user, group] = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('postgres:')).split(':');
    chownSync(folder, Number(user), Number(group));
  }
  return folder;
}

export class Postgres {
  static async start() {
    await needFreePort(PORT);
    const self = new Postgres();
    self.folder = ownFolder();
    process.on('exit', () => rmSync(self.folder, { recursive: true, force: true }));
    const data = join(self.folder, 'data');
    await run([...asOwner, program('initdb'), '-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
      { cwd: self.folder });
    self.child = startServer([...asOwner, program('postgres'), '-D', data, '-p', String(PORT), '-k', self.folder,
      '-c', 'listen_addresses=127.0.0.1', '-c', 'shared_buffers=256MB', '-c', 'max_connections=200'],
    { cwd: self.folder, log: join(self.folder, 'log'), gently: 'SIGINT' });
    await firstAnswer(self.child, () => self.sql('postgres', 'SELECT 1'));
    return self;
  }

  get pid() {
    return this.child.pid;
  }

  /// Runs statements, and returns the rows as text.
  sql(database, text) {
    return run([program('psql'), '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', this.address(database)], { input: text });
  }

  address(database) {
    return `postgresql://bench@127.0.0.1:${PORT}/${database}`;
  }

  /// An empty database of that name; returns its address.
  async fresh(database) {
    await this.sql('postgres', `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    await this.sql('postgres', `CREATE DATABASE "${database}"`);
    return this.address(database);
  }
}
