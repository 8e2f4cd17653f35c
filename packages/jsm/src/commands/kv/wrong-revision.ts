/** The server's codes for a write that expects another last message of the subject; the second one names none. */
const wrongRevision: ReadonlySet<unknown> = new Set([10071, 10164]);

/** Runs a write that expects a revision; where the key has another one, the error says so by `message`. */
export async function orWrongRevision<T>(write: Promise<T>, message: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const { code, errCode } = error as { readonly code?: unknown; readonly errCode?: unknown };
    if (!wrongRevision.has(code) && !wrongRevision.has(errCode)) throw error;
    throw new Error(message, { cause: error });
  }
}
