import type { Terminal } from '../../process/io.js';
import { errorText } from '../../view/error-text.js';
import type { Look } from '../../view/look.js';
import { drawPage, frameRows } from './draw-page.js';
import { type LaidOut, layOut } from './lay-out.js';
import type { Loaded, Wanted } from './load-messages.js';
import { type PagerState, type Place, press } from './press.js';

/** The parts that the pager needs. */
export interface Pager {
  readonly stream: string;
  readonly terminal: Terminal;
  readonly look: Look;
  readonly signal: AbortSignal;
  readonly start: PagerState;
  /** Largest number of messages on a page; `undefined` for as many as fit. */
  readonly pageSize: number | undefined;
  readonly load: (wanted: Wanted) => Promise<Loaded>;
}

/** A loaded page. */
interface Page extends LaidOut {
  readonly bounds: { readonly first: number; readonly last: number };
}

// The terminal does not wrap lines in the meantime: they have its width.
const enter = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const leave = '\u001b[?7h\u001b[?25h\u001b[?1049l';

/**
 * Shows pages until a key or `signal` ends it. The terminal is always restored. Throws before the first drawing if the
 * first page cannot be read.
 */
export async function runPager(pager: Pager): Promise<void> {
  const { terminal, signal } = pager;
  let state = pager.start;
  let page = await loadPage(pager, state);
  let notice = '';
  const draw = (): void => {
    const view = { stream: pager.stream, state, lines: page.lines, shown: page.shown, bounds: page.bounds, notice };
    const lines = drawPage(view, terminal.size(), pager.look);
    terminal.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`);
  };
  const keys = keyQueue(terminal, signal);
  terminal.write(enter);
  try {
    draw();
    for await (const key of keys.pressed()) {
      const next = press(key, state, page.shown);
      if (next === 'quit') return;
      notice = '';
      if (next.place === state.place) state = next;
      else {
        const loaded = await keys.orEnded(attempt(() => loadPage(pager, next)));
        if (loaded === undefined) return;
        if (typeof loaded === 'string') {
          notice = loaded;
          state = { ...state, typed: undefined };
        } else if (loaded.shown === undefined && isStep(next.place)) {
          notice = 'before' in next.place ? 'These are the first messages.' : 'These are the last messages.';
        } else {
          state = next;
          page = loaded;
        }
      }
      draw();
    }
  } finally {
    keys.stop();
    terminal.write(leave);
  }
}

/** A step beyond the end of the stream keeps the page on the screen. */
const isStep = (place: Place): boolean => !('end' in place);

/** The result of work, or the text of its error. A server that is away for a while does not end the pager. */
async function attempt<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    return errorText(error);
  }
}

async function loadPage(pager: Pager, { place, subject, isRaw }: PagerState): Promise<Page> {
  const { columns, rows: height } = pager.terminal.size();
  const rows = Math.max(1, height - frameRows);
  const most = pager.pageSize ?? rows;
  const isFromEnd = 'before' in place || ('end' in place && place.end === 'last');
  const layout = { stream: pager.stream, columns, rows, isRaw, isFromEnd, look: pager.look };
  const { messages, ...bounds } = await pager.load({ place, subject, most });
  const page = layOut(messages, layout);
  // The stream has no earlier messages, so the page is filled from the front.
  const isShort = isFromEnd && page.count > 0 && page.count === messages.length && page.count < most;
  if (!isShort) return { ...page, bounds };
  const whole = await pager.load({ place: { end: 'first' }, subject, most });
  return { ...layOut(whole.messages, { ...layout, isFromEnd: false }), bounds };
}

/** The keys, one after another, until `signal` aborts. Ctrl-C does not wait for earlier keys. */
function keyQueue(terminal: Terminal, signal: AbortSignal) {
  const waiting: string[] = [];
  const quit = new AbortController();
  const ended = AbortSignal.any([signal, quit.signal]);
  const whenEnded = new Promise<undefined>((resolve) => {
    if (ended.aborted) resolve(undefined);
    ended.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  let wake = (): void => undefined;
  const stop = terminal.onKey((key) => {
    if (key === '\u0003') return quit.abort();
    waiting.push(key);
    wake();
  });
  const orEnded = <T>(work: Promise<T>): Promise<T | undefined> => Promise.race([work, whenEnded]);
  return {
    stop,
    orEnded,
    async *pressed(): AsyncGenerator<string> {
      while (!ended.aborted) {
        const key = waiting.shift();
        if (key === undefined) await orEnded(new Promise<void>((resolve) => (wake = resolve)));
        else yield key;
      }
    },
  };
}
