import { isObject } from './json-schema.js';
import type { SentRequest } from './sent-request.js';

/** The answer to a request. */
export interface Answer {
  /** The number of this answer, counted from the first. */
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
    return text; // Text that is not JSON is shown unchanged.
  }
}

/** The position of a problem in a refusal, such as `body.price`. */
const PLACES = ['body', 'path', 'query', 'header', 'params', 'headers'];

/** The problems of an answer by the name of the input's member. Empty if the answer does not refuse the input. */
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
