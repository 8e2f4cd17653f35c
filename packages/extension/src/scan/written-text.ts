/** What an author wrote where text belongs. JavaScript lets anything through; whatever is no text reads as none. */
export const writtenText = (value: unknown): string => (typeof value === 'string' ? value : '');
