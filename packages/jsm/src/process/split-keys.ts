/** The keys in what a terminal sent at once: an arrow is a sequence of its own, everything else a character. */
export const splitKeys = (text: string): readonly string[] => text.match(/\p{Cc}\[[\d;]*[A-Za-z~]|[^]/gu) ?? [];
