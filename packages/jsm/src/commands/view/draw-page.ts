import { type Look, styled } from '../../view/look.js';
import type { PagerState, Shown } from './press.js';
import { wrapLines } from './wrap-lines.js';

/** The parts of one screen of the pager. */
export interface PageView {
  readonly stream: string;
  readonly state: PagerState;
  readonly lines: readonly string[];
  readonly shown: Shown | undefined;
  /** First and last sequence of the stream. */
  readonly bounds: { readonly first: number; readonly last: number };
  /** A message about the last key, if the key did not lead to a page. It replaces the help. */
  readonly notice: string;
}

/**
 * Lines of a screen without messages: a title and an empty line at the top, an empty line and the help at the bottom.
 */
export const frameRows = 4;

const help = (isRaw: boolean): string =>
  `q quit  n next  p previous  g first  G last  / subject  j ${isRaw ? 'lay out JSON' : 'as it is'}`;

/** The lines of one screen, cut to its size. */
export function drawPage(view: PageView, size: { columns: number; rows: number }, look: Look): readonly string[] {
  const { state, lines, shown, bounds } = view;
  const fit = (text: string): string => wrapLines(printable(text), size.columns, 1).lines[0] ?? '';
  const place = placeOf(shown);
  const filter = state.subject === undefined ? '' : `  subject ${state.subject}`;
  const title = `${view.stream}  ${place}, stored ${bounds.first} to ${bounds.last}${filter}`;
  const room = Math.max(1, size.rows - frameRows);
  const body = lines.slice(0, room);
  const foot =
    state.typed === undefined
      ? fit(view.notice === '' ? help(state.isRaw) : view.notice)
      : fit(`Subject, empty for all: ${state.typed}_`);
  return [
    styled(fit(title), 'inverse', look),
    '',
    ...body,
    ...Array.from({ length: room - body.length }, () => ''),
    '',
    styled(foot, 'bold', look),
  ].slice(-size.rows);
}

function placeOf(shown: Shown | undefined): string {
  if (shown === undefined) return 'no messages';
  return shown.first === shown.last ? `${shown.first}` : `${shown.first} to ${shown.last}`;
}

const printable = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');
