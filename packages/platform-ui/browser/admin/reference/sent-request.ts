import type { Operation } from './operations.js';

/** A request as it is sent, and as it is shown for the command line. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * The request for an operation.
 *
 * @param valueOf what was written for a parameter
 * @param body its text; empty for none
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

/** The same for a terminal; the token is yours to fill in. */
export const curlOf = ({ method, url, headers, body }: SentRequest): string =>
  [
    `curl -X ${method} ${quote(url)}`,
    `  -H "Authorization: Bearer $TOKEN"`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`  -d ${quote(body)}`]),
  ].join(' \\\n');
