import { limits } from '@symphony-ts/contract';

/** Control characters, line ends, halves of surrogate pairs, and what reverses the order of letters. */
const UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Text of an identity provider as one line that fits a name. People may write it themselves there. */
export function asLine(text: string): string {
  let line = '';
  for (const character of text.replaceAll(UNFIT, ' ').trim()) {
    if (line.length + character.length > limits.name) break;
    line += character;
  }
  return line;
}
