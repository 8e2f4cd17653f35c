/** Reads a field of a form by its name, without spaces around it. */
export type ReadField = (name: string) => string;

/** The text in a field of a form, without surrounding spaces. Empty if the field does not exist. */
export function readText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** Reads a number field; `undefined` if it is empty. */
export const readNumber = (read: ReadField, name: string): number | undefined => {
  const text = read(name);
  return text === '' ? undefined : Number(text);
};
