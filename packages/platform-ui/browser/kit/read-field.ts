/** Reads a field of a form by its name, without spaces around it. */
export type ReadField = (name: string) => string;

/** What was written into a field of a form, without spaces around it; empty for a field that is not there. */
export function readText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** Reads a number field; `undefined` for an empty one. */
export const readNumber = (read: ReadField, name: string): number | undefined => {
  const text = read(name);
  return text === '' ? undefined : Number(text);
};
