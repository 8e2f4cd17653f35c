/** The reason that an answer gives for its refusal. Status 0 means that there was no answer. */
export function refusalReason(status: number, body: string): string {
  if (status === 0) return 'The platform cannot be reached. Check your connection.';
  return errorOf(body) ?? `The extension answered with HTTP ${status}, without a reason.`;
}

/** The text of the error in an answer of the platform, or of an extension. */
function errorOf(body: string): string | undefined {
  try {
    const error: unknown = Reflect.get(Object(JSON.parse(body)), 'error');
    return typeof error === 'string' && error.trim() !== '' ? error : undefined;
  } catch {
    return undefined; // it is not JSON, and probably a page for people
  }
}
