// CPU time and memory of processes and of everything below them, read from /proc.
import { readFileSync, readdirSync } from 'node:fs';

const MILLISECONDS_PER_TICK = 10; // USER_HZ is 100 on Linux

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) };
  } catch {
    return null; // has ended meanwhile
  }
}

/// The processes `roots` and all below them, as [pid, {parent, ticks}].
function family(roots) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), statOf(name)]).filter(([, stat]) => stat);
  const members = new Set(roots);
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const [pid, stat] of all) if (members.has(stat.parent)) members.add(pid);
  }
  return all.filter(([pid]) => members.has(pid));
}

/// User and system time, that of children which have ended included.
export function cpuMilliseconds(roots) {
  return family(roots).reduce((sum, [, stat]) => sum + stat.ticks, 0) * MILLISECONDS_PER_TICK;
}

/// Resident memory in MiB: all of it, and the part that is no file's (heap, stacks).
export function memory(roots) {
  const sum = { rss: 0, rssAnon: 0 };
  for (const [pid] of family(roots)) {
    try {
      const text = readFileSync(`/proc/${pid}/status`, 'latin1');
      sum.rss += Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
      sum.rssAnon += Number(/^RssAnon:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
    } catch { /* has ended meanwhile */ }
  }
  return sum;
}

/// Waits until the processes rest, so that what one case left in hand is not counted as the next one's.
export async function settle(roots, patience = 15000) {
  const end = performance.now() + patience;
  for (let before = cpuMilliseconds(roots); performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = cpuMilliseconds(roots);
    if (now - before <= MILLISECONDS_PER_TICK) return;
    before = now;
  }
}
