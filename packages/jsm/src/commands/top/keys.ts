import { type TopState } from './frame.js';
import type { RatedRow } from './rates.js';

/** The next state after a key, or the end. `rows` are the rows on the screen, in their order. */
export function press(key: string, state: TopState, rows: readonly RatedRow[]): TopState | 'quit' {
  const last = Math.max(0, rows.length - 1);
  const move = (by: number): TopState => ({ ...state, selected: Math.max(0, Math.min(last, state.selected + by)) });
  switch (key) {
    case 'q':
    case '\u0003':
      return 'quit';
    case '\u001b[A':
    case 'k':
      return move(-1);
    case '\u001b[B':
    case 'j':
      return move(1);
    case '\u001b[5~':
      return move(-10);
    case '\u001b[6~':
      return move(10);
    case '\r': {
      const name = rows[state.selected]?.name;
      return state.stream !== undefined || name === undefined
        ? state
        : { ...state, stream: name, selected: 0, order: 'Unprocessed' };
    }
    case '\u001b':
    case 'b':
      return state.stream === undefined ? state : { ...state, stream: undefined, selected: 0, order: 'In/s' };
    case 's': {
      const columns = ['Name', ...Object.keys(rows[0]?.values ?? {})];
      return { ...state, order: columns[(columns.indexOf(state.order) + 1) % columns.length] ?? 'Name' };
    }
    case 'r':
      return { ...state, isReversed: !state.isReversed };
    case 'p':
      return { ...state, isPaused: !state.isPaused };
    default:
      return state;
  }
}
