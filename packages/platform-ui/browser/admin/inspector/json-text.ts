/** A value as one edits it. */
export const jsonText = (value: unknown): string => JSON.stringify(value, undefined, 2) ?? '';

/** Reads what was written into a field. The error says what is wrong, in words. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`It is not JSON: ${(error as SyntaxError).message}`, { cause: error });
  }
}
