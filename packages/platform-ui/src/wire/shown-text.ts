/** Controls, and marks that turn the direction of what follows: an embedding, an override or an isolate, and their ends. */
const TURNING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name as it stands in the shell. What an extension is called must not turn the words around it, nor show itself as another
 * name; each script keeps the direction it has by itself.
 */
export const shownText = (text: string): string => text.replace(TURNING, '');
