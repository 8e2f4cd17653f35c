/** A part of a path as people read it. One that is not percent-encoded, such as `50% off`, stays as it is. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
