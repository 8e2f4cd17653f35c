import type { Operation } from './operations.js';

/** A request, both to send it and to show it as a command. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * The request for an operation.
 *
 * @param valueOf returns the text for a parameter
 * @param body the text of the body; empty for no body
 */
export function requestOf(
  { method, base, path, parameters, body: given }: Operation,
  valueOf: (place: string, name: string) => string,
  body: string,
): SentRequest {
  let filled = path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const { name, in: place } of parameters) {
    const value = valueOf(place, name);
    if (place === 'path') filled = filled.replaceAll(`{${name}}`, encodeURIComponent(value));
    else if (value === '') continue;
    else if (place === 'query') query.append(name, value);
    else headers[name] = value;
  }
  if (given && body !== '') headers['content-type'] = given.contentType;
  const search = query.size > 0 ? `?${query}` : '';
  return { method, url: location.origin + base + filled + search, headers, body: body === '' ? undefined : body };
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The same request as a command. The person sets the token in the terminal. */
export const curlOf = ({ method, url, headers, body }: SentRequest): string =>
  [
    `curl -X ${method} ${quote(url)}`,
    `  -H "Authorization: Bearer $TOKEN"`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`  -d ${quote(body)}`]),
  ].join(' \\\n');
