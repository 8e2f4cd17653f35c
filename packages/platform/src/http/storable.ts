/** Headers by which an answer says how long it may be kept, or how to ask whether it still counts. */
const SAYS_SO = ['cache-control', 'expires', 'etag', 'last-modified'] as const;

/**
 * Whether an answer says itself how it may be stored. Any other one is for its caller alone and for now: browsers and caches in
 * between must not keep it.
 */
export const isStorable = (has: (name: string) => boolean): boolean => SAYS_SO.some(has);
