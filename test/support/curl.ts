/** The request of a `curl` command. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Flags that do not change the request. */
const SILENT = new Set(['-s', '-f', '-i', '-S', '--silent', '--fail', '--include']);
const VALUED: Readonly<Record<string, 'method' | 'header' | 'body'>> = {
  '-X': 'method',
  '--request': 'method',
  '-H': 'header',
  '--header': 'header',
  '-d': 'body',
  '--data': 'body',
};

/**
 * Parses the arguments of a `curl` command, with `variables` in place of `$NAME`. It knows only the flags that our pages use,
 * and throws for any other.
 */
export function parseCurl(args: readonly string[], variables: Readonly<Record<string, string>>): CurlRequest {
  const given = { method: [] as string[], header: [] as string[], body: [] as string[] };
  const urls: string[] = [];
  const words = args.map((word) => expand(word, variables));
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const kind = VALUED[word];
    const value = words[index + 1];
    if (kind !== undefined) {
      if (value === undefined) throw new Error(`curl: ${word} needs a value`);
      given[kind].push(value);
      index += 1;
    } else if (word.startsWith('-') && !SILENT.has(word)) {
      throw new Error(`curl: the flag ${word} is not known`);
    } else if (!word.startsWith('-')) urls.push(word);
  }
  const [url, ...more] = urls;
  if (url === undefined || more.length > 0) throw new Error(`curl: one address, not ${urls.length}`);
  const [body] = given.body;
  const method = given.method.at(-1) ?? (body === undefined ? 'GET' : 'POST');
  const headers = Object.fromEntries(given.header.map((line) => splitHeader(line)));
  // curl sends this type with data unless a header names another one.
  const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return { method, url, headers: { ...type, ...headers }, ...(body === undefined ? {} : { body }) };
}

function splitHeader(line: string): [string, string] {
  const [, name = '', value = ''] = /^([\w-]+): ?(.*)$/.exec(line) ?? [];
  if (name === '') throw new Error(`curl: '${line}' is not a header`);
  return [name.toLowerCase(), value];
}

function expand(word: string, variables: Readonly<Record<string, string>>): string {
  return word.replaceAll(/\$(\w+)/g, (_all, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`curl: $${name} is not set in the page`);
    return value;
  });
}
