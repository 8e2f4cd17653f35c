import type { ReadField } from './form-dialog.js';

/** Reads a number field; `undefined` for an empty one. */
export const readNumber = (read: ReadField, name: string): number | undefined => {
  const text = read(name);
  return text === '' ? undefined : Number(text);
};
