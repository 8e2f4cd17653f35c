import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatExactJson, parseExactJson } from '../../src/json/exact-json.js';

const folder = join(__dirname, '..', 'recorded');

/** A message as a server sent it. If no server could be made to send it, it was constructed. */
export interface RecordedMessage {
  readonly source: string;
  readonly type: string;
  /** The original text, with every digit. */
  readonly text: string;
  /** The value after `JSON.parse`. */
  readonly message: any;
}

const sources = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** Every recorded message, by the release line that sent it. */
export const recordedMessages: readonly RecordedMessage[] = sources.flatMap(({ name: source }) =>
  readdirSync(join(folder, source)).flatMap((file) => {
    const messages = parseExactJson(readFileSync(join(folder, source, file), 'utf8')) as unknown[];
    return messages.map((message) => {
      const text = formatExactJson(message);
      return { source, type: file.slice(0, -'.json'.length), text, message: JSON.parse(text) as unknown };
    });
  }),
);
