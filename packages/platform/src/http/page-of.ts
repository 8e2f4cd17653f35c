import * as z from 'zod';

/** The requested part of a list: the entries after an id, and their number. */
export const PageQuery = z.object({
  after: z.string().max(256).optional(),
  count: z.coerce.number().int().min(1).max(1_000).default(1_000),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A list before it is cut into pages. */
export interface ListSource<T> {
  /** Sorted by id. */
  readonly all: readonly T[];
  readonly idOf: (entry: T) => string;
  /** Makes the answer of an entry. Default: the entry itself. */
  readonly describe?: (entry: T) => unknown;
}

/** One page as it is sent. */
export interface Page {
  /** A JSON list. */
  readonly text: string;
  /** The value of `after` for the next page. Omitted on the last page. */
  readonly next?: string;
}

/** One more entry is added as long as a page has fewer characters. */
const FULL = 2 * 2 ** 20;

/** The entries behind `after`, as many as asked for, and fewer if they are large. Only these are described. Pure. */
export function pageOf<T>(
  { all, idOf, describe = (entry) => entry }: ListSource<T>,
  { after, count }: PageQuery,
): Page {
  const parts: string[] = [];
  let length = 0;
  let at = after === undefined ? 0 : firstBehind(all, idOf, after);
  for (; at < all.length && parts.length < count && length < FULL; at += 1) {
    const entry = all[at];
    const text = entry === undefined ? undefined : JSON.stringify(describe(entry));
    if (text === undefined) continue; // removed in the meantime
    parts.push(text);
    length += text.length;
  }
  const last = at < all.length ? all[at - 1] : undefined;
  return { text: `[${parts.join(',')}]`, ...(last === undefined ? {} : { next: idOf(last) }) };
}

function firstBehind<T>(all: readonly T[], idOf: (entry: T) => string, after: string): number {
  const at = all.findIndex((entry) => idOf(entry) > after);
  return at < 0 ? all.length : at;
}
