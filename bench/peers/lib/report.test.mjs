// Promises of the tables.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults, markdown, median, short, summary } from './report.mjs';

const nginx = (cpu) => ({ 1: { cpu, rate: 100000, p50: 1, p99: 2, requests: 1000, unexpected: 0 } });
const references = [{ quiet: nginx(2), logging: nginx(4) }, { quiet: nginx(4), logging: nginx(8) }, { quiet: nginx(2), logging: nginx(4) }];
const round = (cpu, unexpected = 0) => ({ cpu, rate: 50000, p50: 2, p99: 4, requests: 10, unexpected });
const footprint = { startMilliseconds: 10, atRest: { rss: 10, rssAnon: 2 }, afterLoad: { rss: 12, rssAnon: 3 } };

function reportOf(rounds, failures = []) {
  const cases = { 'who-am-i': { depth: 1, rounds, figures: summary(rounds, references, 1) } };
  return { when: '2026-01-02T03:04:05.000Z', machine: { cores: 2, model: 'x', load: [0, 0, 0] }, size: {},
    nginx: { rounds: references, footprint }, targets: { ours: { cases, footprint, failures, password: 'none' } } };
}

test('the median of none is nothing', () => {
  assert.equal(median([]), null);
  assert.equal(median([Infinity, undefined]), null);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

test('numbers keep the digits that count', () => {
  assert.deepEqual([12345.6, 123.4, 12.34, 1, 0.1234, 0.000123, 0, null, Infinity].map(short),
    ['12346', '123', '12.3', '1.00', '0.123', '0.00012', '0', '–', '–']);
});

test('a ratio is that to nginx in the same round', () => {
  const figures = summary([round(4), round(8), round(4)], references, 1);
  assert.equal(figures.toNginx.cpu, 2); // the medians alone would say so too, but not with these:
  assert.equal(summary([round(4), round(4), round(4)], references, 1).toNginx.cpu, 2);
  assert.equal(figures.toNginxWithLog.cpu, 1);
});

test('a case that was asked in one round only has figures', () => {
  assert.equal(summary([round(4)], references, 1).cpu, 4);
});

test('unexpected answers, missing figures and failures are faults', () => {
  assert.deepEqual(faults(reportOf([round(4)]), ''), []);
  assert.match(faults(reportOf([round(4, 3)]), '')[0], /3 of 10 answers were unexpected/);
  assert.match(faults(reportOf([round(Infinity)]), '')[0], /a figure is missing/);
  assert.match(faults(reportOf([round(4)], ['did not start']), '')[0], /did not start/);
  assert.deepEqual(faults(reportOf([round(4, 3)]), 'guildhall'), []);
});

test('what was not measured is one line of the table', () => {
  const text = markdown(reportOf([], ['cannot be started here: node: 1\nmore\nError: no | such port']));
  assert.match(text, /\| ours \| not measured: cannot be started here: node: 1 Error: no \/ such port \|/);
});
