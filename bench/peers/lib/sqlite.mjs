// Statements on another server's SQLite file, for rows that its own API would take too long to make.
import { run } from './child.mjs';

/// Runs statements on a file that a server may be using, and returns the rows as text.
export function sqlite(file, statements) {
  return run(['sqlite3', '-bail', '-cmd', '.timeout 8000', file], { input: statements });
}

/// `numbers(1, 5)`: a table expression `numbers(i)` of 1 to 5, to select from.
export function numbers(first, last) {
  return `numbers(i) AS (SELECT ${first} WHERE ${first} <= ${last} UNION ALL SELECT i + 1 FROM numbers WHERE i < ${last})`;
}
