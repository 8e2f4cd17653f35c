import { isObject } from './json-schema.js';
import type { SentRequest } from './sent-request.js';

/** What came back for a request. */
export interface Answer {
  /** Counts them. */
  readonly id: number;
  readonly sent: SentRequest;
  readonly status: number;
  readonly statusText: string;
  readonly ms: number;
  readonly text: string;
}

const LONGEST = 100_000;
let last = 0;

/** Sends a request with the token of a key. */
export async function send(sent: SentRequest, token: string): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(sent.url, {
    method: sent.method,
    headers: { ...sent.headers, authorization: `Bearer ${token}` },
    body: sent.body ?? null,
    credentials: 'omit',
  });
  const text = (await response.text()).slice(0, LONGEST);
  const { status, statusText } = response;
  last += 1;
  return { id: last, sent, status, statusText, ms: Math.round(performance.now() - began), text: prettyJson(text) };
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text; // Not JSON, and shown as it is.
  }
}

/** Where a refusal says that something is wrong, such as `body.price`. */
const PLACES = ['body', 'path', 'query', 'header', 'params', 'headers'];

/** What an answer says of each member of the input, by its name. Nothing for one that is no refusal of it. */
export function issuesOf({ status, text }: Pick<Answer, 'status' | 'text'>): Readonly<Record<string, string>> {
  if (status !== 400) return {};
  try {
    const answer: unknown = JSON.parse(text);
    const details = isObject(answer) && Array.isArray(answer['details']) ? answer['details'] : [];
    return Object.fromEntries(
      details.filter(isObject).flatMap(({ path, message }) => {
        const [first = '', second] = String(path).split('.');
        const name = PLACES.includes(first) && second !== undefined ? second : first;
        return [[name, String(message)]];
      }),
    );
  } catch {
    return {};
  }
}
