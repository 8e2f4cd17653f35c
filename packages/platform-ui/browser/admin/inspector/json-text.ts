/** A value as text for an editor. */
export const jsonText = (value: unknown): string => JSON.stringify(value, undefined, 2) ?? '';

/** Parses the text of a field. The error describes the problem to the person. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`It is not JSON: ${(error as SyntaxError).message}`, { cause: error });
  }
}
