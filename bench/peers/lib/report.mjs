// From the figures of all rounds to the tables that a person reads.

export function median(values) {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/// A number with the digits that count: 12345, 123, 12.3, 0.123, 0.00012; a dash for none.
export function short(value) {
  if (value === null || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 0.1 ? value.toPrecision(3) : String(Number(value.toPrecision(2)));
}

const times = (value) => (value === null || !Number.isFinite(value) ? '–' : `${short(value)}×`);

/// Medians over the rounds of one case, and of its ratios to nginx in the same round. `rounds[i]` holds the figures of the
/// case and `references[i]` those of nginx: {quiet, logging}, each by depth.
export function summary(rounds, references, depth) {
  const figure = (name) => median(rounds.map((round) => round?.[name]));
  const ratio = (name, kind) => median(rounds.map((round, i) => round && round[name] / references[i][kind][depth][name]));
  const names = ['cpu', 'rate', 'p50', 'p99'];
  return {
    ...Object.fromEntries(names.map((name) => [name, figure(name)])),
    toNginx: Object.fromEntries(names.map((name) => [name, ratio(name, 'quiet')])),
    toNginxWithLog: { cpu: ratio('cpu', 'logging') },
    requests: rounds.reduce((sum, round) => sum + (round?.requests ?? 0), 0),
    unexpected: rounds.reduce((sum, round) => sum + (round?.unexpected ?? 0), 0),
  };
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map((_, column) => (column < 2 ? '---' : '---:')).join('|')}|`, ...rows.map(line)].join('\n');
}

const CASE_HEAD = ['target', 'case', 'CPU µs', '× nginx', '× nginx with log', 'requests/s', '× nginx', 'p50 ms', '× nginx',
  'p99 ms', '× nginx', 'unexpected'];

function caseRow(target, id, { cpu, rate, p50, p99, toNginx, toNginxWithLog, requests, unexpected }) {
  return [target, id, short(cpu), times(toNginx.cpu), times(toNginxWithLog.cpu), short(rate), times(toNginx.rate),
    short(p50), times(toNginx.p50), short(p99), times(toNginx.p99),
    unexpected ? `**${unexpected}** of ${requests}` : `0 of ${requests}`];
}

/// One line that says why something was not measured.
function missingRow(target, words) {
  const [first, ...rest] = words.split('\n');
  const reason = [first, rest.find((line) => /error/i.test(line))].filter(Boolean).join(' ').replaceAll('|', '/');
  return [target, `not measured: ${reason.slice(0, 200)}`, ...CASE_HEAD.slice(2).map(() => '–')];
}

function nginxRows(references) {
  const rows = [];
  for (const [kind, words] of [['quiet', 'return 200'], ['logging', 'return 200, with log']]) {
    for (const depth of Object.keys(references[0][kind])) {
      const figures = summary(references.map((round) => round[kind][depth]), references, depth);
      rows.push(caseRow('nginx', depth === '1' ? words : `${words}, pipelined`, figures));
    }
  }
  return rows;
}

const FOOT_HEAD = ['target', 'password hash', 'start ms', '× nginx', 'RSS at rest MiB', '× nginx', 'RssAnon at rest MiB', '× nginx',
  'RSS after MiB', '× nginx', 'RssAnon after MiB', '× nginx'];

function footRow(name, password, own, nginx) {
  const values = ({ startMilliseconds, atRest, afterLoad }) =>
    [startMilliseconds, atRest?.rss, atRest?.rssAnon, afterLoad?.rss, afterLoad?.rssAnon];
  const compared = values(nginx);
  const cells = values(own).flatMap((value, i) => [short(value ?? null), times((value ?? NaN) / compared[i])]);
  return [name, password, ...cells];
}

function settingsLine({ size, machine, when }) {
  const { users, groups, objects, seconds, rounds, connections } = size;
  const load = machine.load.map((value) => value.toFixed(1)).join(' ');
  return [`${when.slice(0, 16).replace('T', ' ')} UTC: ${users} users, ${groups} groups, ${objects} objects;`,
    `${seconds} s a case, rounds: ${rounds}, connections: ${connections};`,
    `${machine.cores} cores (${machine.model}), load average ${load} at the start.`,
    'Medians; ratios are those of the same round.'].join(' ');
}

/// The whole report as Markdown.
export function markdown(report) {
  const targets = Object.entries(report.targets);
  const rows = targets.flatMap(([name, { cases }]) => Object.entries(cases).map(([id, { figures }]) => caseRow(name, id, figures)));
  const feet = targets.filter(([, { footprint }]) => footprint)
    .map(([name, { password, footprint }]) => footRow(name, password, footprint, report.nginx.footprint));
  const missing = targets.flatMap(([name, { failures }]) => failures.map((words) => missingRow(name, words)));
  return [settingsLine(report), '', table(CASE_HEAD, [...nginxRows(report.nginx.rounds), ...rows, ...missing]), '',
    table(FOOT_HEAD, [footRow('nginx', 'none', report.nginx.footprint, report.nginx.footprint), ...feet]), ''].join('\n');
}

/// What is missing or wrong with the figures of the targets whose name begins with `prefix`; nothing when all is well.
export function faults(report, prefix) {
  const found = [];
  for (const [name, { cases, footprint, failures }] of Object.entries(report.targets)) {
    if (!name.startsWith(prefix)) continue;
    found.push(...failures.map((words) => `${name}: ${words}`));
    if (!footprint?.afterLoad) found.push(`${name}: memory and start-up time are missing`);
    for (const [id, { depth, figures }] of Object.entries(cases)) {
      if (figures.unexpected) found.push(`${name}, ${id}: ${figures.unexpected} of ${figures.requests} answers were unexpected`);
      const needed = depth > 1 ? ['cpu', 'rate'] : ['cpu', 'rate', 'p50', 'p99'];
      if (needed.some((name) => figures[name] === null)) found.push(`${name}, ${id}: a figure is missing`);
    }
  }
  return found;
}
