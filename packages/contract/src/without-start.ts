/** `text` without `start`, if it begins with it: a text that another error repeats does not say the same words twice. */
export const withoutStart = (text: string, start: string): string =>
  text.startsWith(start) ? text.slice(start.length) : text;
