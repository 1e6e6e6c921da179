// The program behind `script/bench`: runs the same work on several servers by turns, beside nginx. README.md says how.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { faults, markdown, summary } from './lib/report.mjs';
import { install, installDebian } from './lib/install.mjs';
import { measure } from './lib/load.mjs';
import { memory, settle } from './lib/processes.mjs';
import { Nginx } from './lib/nginx.mjs';
import { Postgres } from './lib/postgres.mjs';
import { readOptions } from './lib/options.mjs';
import { keepToGeneratorCore, stopAll } from './lib/child.mjs';
import { WARM_UP_SECONDS, verify } from './lib/cases.mjs';

const TOOLS = ['wrk', 'nginx-light', 'sqlite3'];
const REST_MILLISECONDS = 1500;
// Of password work fewer answers come than a shorter time could count.
const SLOW_SECONDS = { short: 2, full: 5 };

const say = (...words) => console.error(new Date().toTimeString().slice(0, 8), ...words);
const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/// What targets are given: sizes, where they live, and a PostgreSQL that is started when somebody wants it.
function makeContext(size) {
  let postgres;
  return { size, postgres: () => (postgres ??= Postgres.start()) };
}

/// Starts a target, fills it, starts it again on its data, and checks the answer to every case.
async function bringUp(target, options, context) {
  const { definition, result } = target;
  target.context = { ...context, folder: target.place.folder, node: target.place.node };
  const began = performance.now();
  const first = await definition.start(target.context, { fresh: true });
  target.server = first;
  const facts = await definition.fill(target.context, first);
  await first.stop();
  say(`${definition.name}: filled in ${secondsSince(began)}`);
  target.server = await definition.start(target.context, { fresh: false });
  await new Promise((done) => setTimeout(done, REST_MILLISECONDS));
  result.footprint = { startMilliseconds: target.server.startMilliseconds, atRest: memory(target.server.main) };
  const cases = await definition.cases(target.context, target.server, facts);
  target.cases = cases.filter(({ id }) => !options.cases || options.cases.includes(id));
  for (const test of target.cases) await verifyCase(target, test);
}

/// A case that answers wrongly is left out, and said so.
async function verifyCase(target, test) {
  try {
    if (!test.run) await verify(test.url ?? target.server.url, test);
    target.result.cases[test.id] = { depth: test.depth ?? 1, rounds: [] };
  } catch (error) {
    test.wrong = true;
    fail(target, `${test.id}: ${error.message}`);
  }
}

function fail({ definition, result }, words) {
  say(`${definition.name}: ${words}`);
  result.failures.push(words);
}

function ask(target, test, seconds, connections) {
  const roots = test.roots ?? target.server.roots;
  return test.run ? test.run(seconds, connections) : measure(test.url ?? target.server.url, roots, test, seconds, connections);
}

async function measureCase(target, test, number, { seconds, connections: usual, short }) {
  const connections = test.connections ?? usual;
  if (number === 0 && !short && !test.slow) await ask(target, test, WARM_UP_SECONDS, connections);
  await settle(test.roots ?? target.server.roots);
  const least = test.slow ? SLOW_SECONDS[short ? 'short' : 'full'] : 0;
  const figures = await ask(target, test, Math.max(seconds, least), connections);
  const { cpu, rate, unexpected } = figures;
  say(`${target.definition.name} ${test.id}: ${cpu.toFixed(1)} µs, ${rate.toFixed(0)}/s${unexpected ? `, ${unexpected} UNEXPECTED` : ''}`);
  return figures;
}

async function oneRound(number, nginx, targets, options, report) {
  const reference = await nginx.measure(options.seconds, options.connections);
  report.nginx.rounds.push(reference);
  say(`nginx: ${reference.quiet[1].cpu.toFixed(2)} µs, with log ${reference.logging[1].cpu.toFixed(2)} µs`);
  for (const target of targets) {
    for (const test of target.cases.filter(({ wrong, slow }) => !wrong && (!slow || number === 0))) {
      try {
        target.result.cases[test.id].rounds[number] = await measureCase(target, test, number, options);
      } catch (error) {
        fail(target, `${test.id}: ${error.message}`);
      }
    }
  }
}

/// Loads and installs the targets; those that cannot be had here are noted in the report.
async function obtain(options, report) {
  await installDebian(TOOLS, say);
  const targets = [];
  for (const name of options.targets) {
    const { default: definition } = await import(`./targets/${name}.mjs`);
    const { title, password } = definition;
    const result = report.targets[name] = { title, password, cases: {}, failures: [] };
    const target = { definition, result, cases: [] };
    try {
      target.place = await install(options.home, name, definition.install, (words) => say(`${name}: ${words}`));
      targets.push(target);
    } catch (error) {
      fail(target, `cannot be installed here: ${error.message}`);
    }
  }
  return targets;
}

async function bringAllUp(targets, options, context) {
  for (const target of targets) {
    try {
      await bringUp(target, options, context);
      say(`${target.definition.name}: ${target.cases.length} cases`);
    } catch (error) {
      await target.server?.stop();
      fail(target, `cannot be started here: ${error.message}`);
      target.broken = true;
    }
  }
  return targets.filter(({ broken }) => !broken);
}

function summarise(report) {
  for (const { cases } of Object.values(report.targets)) {
    for (const test of Object.values(cases)) test.figures = summary(test.rounds, report.nginx.rounds, test.depth);
  }
}

function write(report, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'peers.json'), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(folder, 'peers.md'), markdown(report));
  console.log(markdown(report));
  say(`written to ${join(folder, 'peers.md')} and peers.json`);
}

async function bench(options) {
  const machine = { cores: cpus().length, model: cpus()[0].model, load: loadavg() };
  const report = { when: new Date().toISOString(), machine, size: options, targets: {}, nginx: { rounds: [] } };
  const targets = await obtain(options, report);
  await keepToGeneratorCore();
  const context = makeContext(options);
  try {
    const nginx = await Nginx.start(resolve(options.home));
    const ready = await bringAllUp(targets, options, context);
    for (let number = 0; number < options.rounds; number++) await oneRound(number, nginx, ready, options, report);
    for (const { result, server } of ready) result.footprint.afterLoad = memory(server.main);
    report.nginx.footprint = nginx.footprint();
    for (const { server } of ready) await server.stop();
    await nginx.stop();
  } finally {
    await stopAll();
  }
  summarise(report);
  write(report, options.out);
  return faults(report, options.short ? '' : 'guildhall');
}

for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(name, async () => {
    say('stopping the servers');
    await stopAll();
    process.exit(code);
  });
}

/// The options, or nothing when they are wrong or ask for help only.
function optionsOrWords() {
  try {
    const options = readOptions(process.argv.slice(2));
    if (!options.help) return options;
    console.log(options.help);
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exitCode = 2;
  }
  return null;
}

const options = optionsOrWords();
if (options) {
  try {
    const found = await bench(options);
    for (const fault of found) console.error(`bench: ${fault}`);
    process.exitCode = found.length ? 1 : 0;
  } catch (error) {
    console.error(`bench: ${error.stack}`);
    process.exitCode = 2;
  }
}
