import type { Terminal } from '../../process/io.js';
import type { Look } from '../../view/look.js';
import { drawFrame, sortRows, type TopState } from './frame.js';
import { press } from './keys.js';
import { type RatedRow, rate } from './rates.js';
import type { Sample } from './sample.js';

/** The parts that the live view needs. */
export interface Live {
  readonly terminal: Terminal;
  readonly look: Look;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly start: TopState;
  /** Reads the streams, or the consumers of one stream. */
  readonly read: (stream: string | undefined) => Promise<Sample>;
}

const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';

/** Draws until a key or `signal` ends it. The terminal is always restored. */
export async function runLive({ terminal, look, intervalMs, signal, start, read }: Live): Promise<void> {
  let state: TopState = start;
  let older: Sample | undefined;
  let rows: readonly RatedRow[] = [];
  let trouble: readonly string[] = [];
  const quit = new AbortController();
  const ended = AbortSignal.any([signal, quit.signal]);
  let wake = (): void => undefined;

  const draw = (): void => {
    const lines = drawFrame(rows, state, { ...terminal.size(), look, clock: clock(), trouble });
    terminal.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`);
  };
  const onKey = (key: string): void => {
    const next = press(key, state, rows);
    if (next === 'quit') return quit.abort();
    const isElsewhere = next.stream !== state.stream;
    state = next;
    if (isElsewhere) {
      older = undefined;
      rows = [];
      wake();
    }
    rows = sortRows(rows, state);
    draw();
  };

  terminal.write(enter);
  const stopKeys = terminal.onKey(onKey);
  ended.addEventListener('abort', () => wake());
  try {
    while (!ended.aborted) {
      if (!state.isPaused) {
        const { stream } = state;
        try {
          const sample = await read(stream);
          // A key may have opened another view in the meantime.
          if (stream !== state.stream) continue;
          rows = sortRows(rate(older, sample), state);
          older = sample;
          trouble = sample.trouble;
        } catch (error) {
          // A server that is away for a while does not end the view. The next reading may reach it.
          trouble = [error instanceof Error ? error.message : String(error)];
        }
        state = { ...state, selected: Math.max(0, Math.min(state.selected, rows.length - 1)) };
      }
      draw();
      if (ended.aborted) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, older === undefined ? 200 : intervalMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    stopKeys();
    terminal.write(leave);
  }
}

const clock = (): string => new Date().toTimeString().slice(0, 8);
