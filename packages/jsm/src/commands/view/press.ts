/** The place of a page: it starts at a sequence or a time, ends before a sequence, or is at an end of the stream. */
export type Place = { readonly from: number | Date } | { readonly before: number } | { readonly end: 'first' | 'last' };

/** The state of the pager of `jsm view`. */
export interface PagerState {
  readonly place: Place;
  /** Only messages on this subject, wildcards allowed. */
  readonly subject: string | undefined;
  /** Whether contents are shown unchanged, without decompression and without formatted JSON. */
  readonly isRaw: boolean;
  /** The subject that the user is typing; absent otherwise. */
  readonly typed: string | undefined;
}

/** The sequences on the screen. */
export interface Shown {
  readonly first: number;
  readonly last: number;
}

/** The next state after a key, or the end. A key without an effect returns the same state. */
export function press(key: string, state: PagerState, shown: Shown | undefined): PagerState | 'quit' {
  if (key === '\u0003') return 'quit';
  if (state.typed !== undefined) return type(key, state, state.typed);
  const go = (place: Place | undefined): PagerState => (place === undefined ? state : { ...state, place });
  switch (key) {
    case 'q':
      return 'quit';
    case 'n':
    case ' ':
    case '\r':
    case '\u001b[C':
    case '\u001b[6~':
      return go(shown && { from: shown.last + 1 });
    case 'p':
    case '\u001b[D':
    case '\u001b[5~':
      return go(shown && { before: shown.first });
    case 'g':
    case '\u001b[H':
      return go({ end: 'first' });
    case 'G':
    case '\u001b[F':
      return go({ end: 'last' });
    case 'j':
      // The page still begins with the same message, although another number of messages may fit.
      return { ...state, isRaw: !state.isRaw, place: shown === undefined ? state.place : { from: shown.first } };
    case '/':
    case 'f':
      return { ...state, typed: state.subject ?? '' };
    default:
      return state;
  }
}

function type(key: string, state: PagerState, typed: string): PagerState {
  switch (key) {
    case '\r':
    case '\n':
      return { ...state, typed: undefined, subject: typed.trim() || undefined, place: { end: 'first' } };
    case '\u001b':
      return { ...state, typed: undefined };
    case '\u007f':
    case '\b':
      return { ...state, typed: typed.replace(/.$/su, '') };
    case '\u0015':
      return { ...state, typed: '' };
    default:
      return /\p{Cc}/u.test(key) ? state : { ...state, typed: typed + key };
  }
}
