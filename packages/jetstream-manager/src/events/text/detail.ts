import { shown } from './values.js';

/** One line of a detailed view. A line without a value is omitted. */
export type Row = readonly [label: string, value: unknown];

/** The content of a detailed view: rows, and blocks of rows or text under a heading. */
export type Detail = Row | Block;

/** Rows or text under a heading. An empty block is omitted. */
export interface Block {
  readonly heading: string;
  readonly rows?: readonly Row[];
  /** Text that keeps its lines. */
  readonly text?: unknown;
}

const margin = 4;

/** Formats details. The labels end in one column, and blocks are indented below their heading. */
export function formatDetails(details: readonly Detail[]): string {
  const rows = details.filter(isRow);
  const width = Math.max(
    0,
    ...rows.map(([label]) => label.length),
    ...blocksOf(details).map(({ heading }) => heading.length),
  );
  return details
    .flatMap((detail) => (isRow(detail) ? formatRow(detail, width + margin) : formatBlock(detail, width + margin)))
    .join('\n');
}

function formatRow([label, value]: Row, indent: number): readonly string[] {
  return value === undefined ? [] : [`${label.padStart(indent)}: ${shown(value)}`];
}

function formatBlock({ heading, rows = [], text }: Block, indent: number): readonly string[] {
  const inner = Math.max(0, ...rows.map(([label]) => label.length)) + indent + margin;
  const lines = rows.flatMap((row) => formatRow(row, inner));
  const body = text === undefined ? lines : linesOf(text).map((line) => `${' '.repeat(indent + 2)}${line}`);
  return body.length === 0 ? [] : [`${heading.padStart(indent)}:`, ...body];
}

const linesOf = (text: unknown): readonly string[] => (typeof text === 'string' ? text.split('\n') : [shown(text)]);

const isRow = (detail: Detail): detail is Row => Array.isArray(detail);
const blocksOf = (details: readonly Detail[]): readonly Block[] =>
  details.filter((detail): detail is Block => !isRow(detail));
