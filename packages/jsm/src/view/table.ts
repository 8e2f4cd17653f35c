import Table from 'cli-table3';

/** A table for people: a title, one line a row, numbers to the right. */
export function formatTable(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const isNumeric = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const table = new Table({
    head: [...head],
    colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => row.map(printable)));
  return `${title}\n\n${table.toString()}`;
}

/** Facts for people: each on a line of its own, the labels ending in one column. Facts without a value are left out. */
export function formatFacts(title: string, facts: readonly (readonly [label: string, value: Cell])[]): string {
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...known.map(([label]) => label.length));
  return [title, '', ...known.map(([label, value]) => `${label.padStart(width + 2)}: ${printable(value)}`)].join('\n');
}

/** What stands in a table. */
export type Cell = string | number | boolean | undefined;

/** Names and descriptions come from others: control characters must not reach a terminal. */
function printable(value: Cell): string {
  if (typeof value === 'number') return value.toLocaleString('en-US');
  return String(value ?? '').replaceAll(/\p{Cc}+/gu, ' ');
}
