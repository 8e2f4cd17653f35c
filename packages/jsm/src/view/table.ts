import Table from 'cli-table3';
import { type Look, plain, styled } from './look.js';

/**
 * A table for people: a title, one line for each row, and numbers to the right. Long texts are wrapped if the table is
 * wider than the terminal.
 */
export function formatTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  look: Look = plain,
): string {
  const isNumeric = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const texts = rows.map((row) => row.map(printable));
  const widths = look.width === undefined ? undefined : fitColumns(widthsOf([head, ...texts]), look.width);
  const table = new Table({
    head: [...head],
    colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
    ...(widths && { colWidths: widths.map((width) => width + 2), wordWrap: true, wrapOnWordBoundary: false }),
  });
  table.push(...texts);
  return `${styled(title, 'bold', look)}\n\n${withBoldHead(table.toString(), look)}`;
}

/** Makes the texts between the first two lines bold. Before that, the table would count the escapes when it wraps. */
function withBoldHead(table: string, look: Look): string {
  const lines = table.split('\n');
  const end = lines.findIndex((line) => /^[├└]/.test(line));
  const bold = (text: string) => styled(text, 'bold', look);
  return lines
    .map((line, index) => (index > 0 && index < end ? line.replaceAll(/[^│\s](?:[^│]*[^│\s])?/g, bold) : line))
    .join('\n');
}

const widthsOf = (rows: readonly (readonly string[])[]): readonly number[] =>
  (rows[0] ?? []).map((_, column) => Math.max(1, ...rows.map((row) => (row[column] ?? '').length)));

/** Columns are never narrower than this. */
const narrowest = 8;

/**
 * The widths of the columns, so that the table fits `width`. The widest columns shrink to the same width. If that is
 * not enough, all columns keep their widths.
 */
export function fitColumns(widths: readonly number[], width: number): readonly number[] | undefined {
  // A column has a space on both sides and a line to its left. One more line ends the table.
  const room = width - 3 * widths.length - 1;
  const sum = (limit: number) => widths.reduce((total, each) => total + Math.min(each, limit), 0);
  if (sum(Number.POSITIVE_INFINITY) <= room) return undefined;
  if (sum(narrowest) > room) return undefined;
  let limit = Math.max(...widths);
  while (sum(limit) > room) limit -= 1;
  return widths.map((each) => Math.min(each, limit));
}

/** Facts for people: each on its own line, with labels that end in one column. Facts without a value are omitted. */
export function formatFacts(title: string, facts: readonly (readonly [label: string, value: Cell])[]): string {
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...known.map(([label]) => label.length));
  return [title, '', ...known.map(([label, value]) => `${label.padStart(width + 2)}: ${printable(value)}`)].join('\n');
}

/** The value of a cell. */
export type Cell = string | number | boolean | undefined;

/** Names and descriptions come from other users, so control characters must not reach a terminal. */
function printable(value: Cell): string {
  if (typeof value === 'number') return value.toLocaleString('en-US');
  return String(value ?? '').replaceAll(/\p{Cc}+/gu, ' ');
}

/** A point in time in UTC for people: `2026-01-31 12:00:00`. Empty for no time, which servers write as year 1. */
export function formatTime(time: string | undefined): string {
  if (time === undefined || time.startsWith('0001-')) return 'never';
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? time : parsed.toISOString().slice(0, 19).replace('T', ' ');
}
