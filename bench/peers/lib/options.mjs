// What `script/bench` can be told, and what it does without being told.
import { parseArgs } from 'node:util';

export const TARGETS = ['guildhall-sqlite', 'guildhall-postgres', 'parse-server', 'directus', 'strapi', 'better-auth',
  'glewlwyd', 'slapd', 'spicedb', 'cerbos'];

const FULL = { users: 1000, objects: 10000, groups: 10, seconds: 5, rounds: 3, connections: 32 };
const SHORT = { ...FULL, users: 300, objects: 1010, seconds: 1, rounds: 1 };

const HELP = `script/bench [target...]: starts each target on this machine, loads the same data, asks the same requests by
turns, and prints what each request costs beside nginx answering a constant. Without targets: all of them.

  --users N          people (${FULL.users})
  --objects N        objects, each readable by one group (${FULL.objects})
  --groups N         groups; person i is in group i modulo N (${FULL.groups})
  --seconds S        how long each case is asked in a round (${FULL.seconds}); password work at least 5
  --rounds R         a round asks everything once (${FULL.rounds}); password work is asked in the first only
  --connections C    connections that ask, where the case does not say (${FULL.connections})
  --cases A,B        only these cases
  --out DIR          where peers.md and peers.json go (build/bench)
  --home DIR         where the peers are installed, and keep their data while they run (build/bench/peers)
  --short            guildhall-sqlite alone, little data, one second a case; fails when a figure is missing
  --help             this text

Targets: ${TARGETS.join(' ')}
BINARY_UNDER_TEST names another guildhall than build/release/guildhall.`;

const numbers = Object.keys(FULL);

function wholeNumber(name, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} needs a whole number, not "${text}"`);
  return Number(text);
}

function parse(words) {
  const options = Object.fromEntries(numbers.map((name) => [name, { type: 'string' }]));
  for (const name of ['cases', 'out', 'home']) options[name] = { type: 'string' };
  for (const name of ['short', 'help']) options[name] = { type: 'boolean' };
  return parseArgs({ args: words, options, allowPositionals: true });
}

/// The options that `words` mean; throws an Error whose message says what is wrong with them.
export function readOptions(words) {
  const { values, positionals } = parse(words);
  if (values.help) return { help: HELP };
  const unknown = positionals.filter((name) => !TARGETS.includes(name));
  if (unknown.length) throw new Error(`unknown target ${unknown.join(', ')}; there are: ${TARGETS.join(' ')}`);
  const size = { ...(values.short ? SHORT : FULL) };
  for (const name of numbers) if (values[name] !== undefined) size[name] = wholeNumber(name, values[name]);
  // A list of 100 is checked to be full, and a member of any group has to find 100.
  if (size.users < 110) throw new Error('--users: at least 110, so that a list of 100 is full');
  if (size.objects < size.groups * 101) throw new Error('--objects: at least 101 for each group');
  if (size.users < size.groups * 2) throw new Error('--groups: at most half as many as there are users');
  const everything = values.short ? ['guildhall-sqlite'] : TARGETS;
  return { ...size, short: values.short ?? false, cases: values.cases?.split(','),
    out: values.out ?? 'build/bench', home: values.home ?? 'build/bench/peers',
    targets: positionals.length ? positionals : everything };
}
