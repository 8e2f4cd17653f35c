import { type Look, styled } from '../../view/look.js';
import { formatMessage, type ShownMessage } from '../../view/message.js';
import type { Shown } from './press.js';
import { wrapLines } from './wrap-lines.js';

/** The layout of messages on a page. */
export interface Layout {
  /** The stream they are in. */
  readonly stream: string;
  readonly columns: number;
  /** Number of lines that fit. */
  readonly rows: number;
  readonly isRaw: boolean;
  /** Whether the last message must be visible, instead of the first. */
  readonly isFromEnd: boolean;
  readonly look: Look;
}

/** The messages on the screen. */
export interface LaidOut {
  readonly lines: readonly string[];
  /** The sequences of the visible messages; absent without messages. */
  readonly shown: Shown | undefined;
  readonly count: number;
}

/** Takes as many whole messages as fit. A single message that does not fit is cut, and a line says so. */
export function layOut(messages: readonly ShownMessage[], layout: Layout): LaidOut {
  const { rows, isFromEnd } = layout;
  const fitting: { readonly seq: number; readonly lines: readonly string[] }[] = [];
  let used = 0;
  for (const message of isFromEnd ? messages.toReversed() : messages) {
    const lines = linesOf(message, layout);
    // An empty line separates two messages.
    const needed = lines.length + (fitting.length > 0 ? 1 : 0);
    if (fitting.length > 0 && used + needed > rows) break;
    used += needed;
    fitting.push({ seq: message.seq, lines });
  }
  const ordered = isFromEnd ? fitting.toReversed() : fitting;
  const [first, last] = [ordered.at(0), ordered.at(-1)];
  return {
    lines: ordered.flatMap(({ lines }, index) => (index === 0 ? lines : ['', ...lines])),
    shown: first && last && { first: first.seq, last: last.seq },
    count: ordered.length,
  };
}

function linesOf(message: ShownMessage, { stream, columns, rows, isRaw, look }: Layout): readonly string[] {
  const { lines, isCut } = wrapLines(formatMessage(message, { isRaw }), columns, Math.max(1, rows));
  const whole = isCut ? [...lines.slice(0, -1), `(more: jsm stream get ${stream} ${message.seq})`] : lines;
  const [head = '', ...rest] = whole;
  return [styled(head, 'bold', look), ...rest];
}
