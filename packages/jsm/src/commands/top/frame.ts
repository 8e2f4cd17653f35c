import { bytes } from '@symphony-ts/jetstream-manager/internal';
import { type Look, styled } from '../../view/look.js';
import type { RatedRow } from './rates.js';

/** The state of the view of `jsm top`. */
export interface TopState {
  /** Name of the stream whose consumers are shown; `undefined` for the list of streams. */
  readonly stream: string | undefined;
  /** The column to sort by: `Name` or one of the values. */
  readonly order: string;
  readonly isReversed: boolean;
  /** The selected row, counted from 0. */
  readonly selected: number;
  readonly isPaused: boolean;
}

/** The sorted rows: large values first, names from A to Z. */
export function sortRows(
  rows: readonly RatedRow[],
  { order, isReversed }: Pick<TopState, 'order' | 'isReversed'>,
): readonly RatedRow[] {
  const byName = (a: RatedRow, b: RatedRow) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const compare = (a: RatedRow, b: RatedRow) =>
    order === 'Name' ? byName(a, b) : (b.values[order] ?? 0) - (a.values[order] ?? 0) || byName(a, b);
  return [...rows].sort((a, b) => (isReversed ? compare(b, a) : compare(a, b)));
}

interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly look: Look;
  readonly clock: string;
  readonly trouble: readonly string[];
}

const help = 'q quit  ↑↓ move  enter consumers  esc back  s sort  r reverse  p pause';

/** The lines of one screen, cut to its size: a title, a header, the rows around the selected one, and help. */
export function drawFrame(rows: readonly RatedRow[], state: TopState, screen: Screen): readonly string[] {
  const { columns, look } = screen;
  const title = `${state.stream === undefined ? 'Streams' : `Consumers of ${state.stream}`}: ${rows.length}   ${screen.clock}${state.isPaused ? '   paused' : ''}`;
  const heads = ['Name', ...Object.keys(rows[0]?.values ?? {})];
  const cells = rows.map((row) => [printable(row.name), ...Object.entries(row.values).map(formatValue)]);
  const widths = heads.map((head, i) => Math.max(head.length + 1, ...cells.map((row) => (row[i] ?? '').length)));
  const rest = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  widths[0] = Math.max(8, Math.min(widths[0] ?? 0, columns - rest));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) =>
        i === 0 ? text.slice(0, widths[0]).padEnd(widths[0] ?? 0) : text.padStart((widths[i] ?? 0) + 2),
      )
      .join('')
      .slice(0, columns);
  const marked = heads.map((head) => (head === state.order ? `${head}${state.isReversed ? '▲' : '▼'}` : head));
  const room = Math.max(1, screen.rows - 4 - screen.trouble.length);
  const first = Math.max(0, Math.min(state.selected - room + 1, cells.length - room));
  const body = cells.slice(first, first + room).map((row, i) => {
    const isSelected = first + i === state.selected;
    return isSelected ? styled(line(row).padEnd(columns), 'inverse', look) : line(row);
  });
  return [
    styled(title.slice(0, columns), 'bold', look),
    styled(line(marked), 'bold', look),
    ...(rows.length === 0 ? ['(none)'] : body),
    ...screen.trouble.map((text) => styled(printable(text).slice(0, columns), 'red', look)),
    help.slice(0, columns),
  ].slice(0, screen.rows);
}

function formatValue([column, value]: readonly [string, number]): string {
  if (column === 'Bytes') return bytes(value);
  if (column.endsWith('/s'))
    return value < 10 && value > 0 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
  return value.toLocaleString('en-US');
}

const printable = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');
