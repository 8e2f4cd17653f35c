/**
 * A URL whose query stays as it was sent. `URL` alone encodes some characters differently (`'` becomes `%27`), and then a
 * signature over the query would not match. A query that is set later is encoded by `URL`.
 */
export function sentUrl(text: string, base: string): URL {
  const url = new URL(text, base);
  const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(text) ?? [];
  const written = url.search;
  const sent = `?${query}`;
  if (query === '' || sent === written) return url;
  const href = url.href.replace(written, () => sent);
  const forget = (): void => {
    for (const name of ['search', 'href', 'toString', 'toJSON'] as const) Reflect.deleteProperty(url, name);
  };
  return Object.defineProperties(url, {
    search: own(sent, (value) => {
      forget();
      url.search = value;
    }),
    href: own(href, (value) => {
      forget();
      url.href = value;
    }),
    toString: { value: () => href, configurable: true },
    toJSON: { value: () => href, configurable: true },
  });
}

const own = (value: string, set: (value: string) => void): PropertyDescriptor => ({
  get: () => value,
  set,
  configurable: true,
});
