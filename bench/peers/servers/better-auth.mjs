// The smallest better-auth server: e-mail and password, bearer tokens, organisations, an administrator.
//   node better-auth.mjs FOLDER PORT DATABASE     FOLDER has better-auth and better-sqlite3 installed
import http from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, port, file] = process.argv.slice(2);
const require = createRequire(join(resolve(folder), 'from-here.js'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { betterAuth } = await load('better-auth');
const { toNodeHandler } = await load('better-auth/node');
const { organization, admin, bearer } = await load('better-auth/plugins');
const { getMigrations } = await load('better-auth/db/migration');
const Database = require('better-sqlite3');

const database = new Database(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = NORMAL');
const options = {
  database, secret: 'bench-secret-bench-secret-bench-secret', baseURL: `http://127.0.0.1:${port}`,
  emailAndPassword: { enabled: true }, rateLimit: { enabled: false }, telemetry: { enabled: false },
  session: { cookieCache: { enabled: false } }, advanced: { disableCSRFCheck: true, disableOriginCheck: true },
  plugins: [bearer(), admin(), organization({ organizationLimit: 1000000, membershipLimit: 1000000 })],
};
await (await getMigrations(options)).runMigrations();
http.createServer(toNodeHandler(betterAuth(options))).listen(Number(port), '127.0.0.1');
