/**
 * Control characters, and marks that change the direction of the text after them: embeddings, overrides and isolates, and their
 * ends.
 */
const TURNING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name, as the shell shows it. The name of an extension must not change the direction of the words around it, nor look like
 * another name. Each script keeps its own direction.
 */
export const shownText = (text: string): string => text.replace(TURNING, '');
