import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { s3Store } from './s3-store.js';

/** A service that answers each request with the next step of a script. */
type Step = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

let server: Server;
let steps: Step[];
let seen: string[];
beforeEach(async () => {
  steps = [];
  seen = [];
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { method, url, headers } = request;
      seen.push([method, decodeURIComponent(url ?? ''), headers.range].filter(Boolean).join(' '));
      const step = steps.shift();
      if (step === undefined) response.destroy();
      else step(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const open = () =>
  s3Store({
    bucket: 'b',
    accessKeyId: 'id',
    secretAccessKey: 'secret',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });

async function* bytes(text: string) {
  yield Buffer.from(text);
}

async function read(source: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts).toString();
}

const content = 'the content of an object';
const whole: Step = (_request, response) => void response.writeHead(200, { etag: '"1"' }).end(content);
/** Announces the whole object, and breaks the connection after some of its bytes. */
const cut =
  (count: number): Step =>
  (_request, response) => {
    response.writeHead(200, { etag: '"1"', 'content-length': content.length });
    response.write(content.slice(0, count), () => response.destroy());
  };
const rest: Step = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
  if (request.headers['if-match'] !== '"1"') return void response.writeHead(412).end();
  response.writeHead(206, { etag: '"1"' }).end(content.slice(from));
};
const breaks: Step = (_request, response) => void response.destroy();
const answer =
  (status: number, code: string, message = ''): Step =>
  (_request, response) =>
    void response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
/** What a proxy answers to anything. */
const page: Step = (_request, response) => void response.writeHead(200).end('<html>please log in</html>');

describe('s3Store, read', () => {
  it('goes on where a download broke off', async () => {
    steps = [cut(10), rest];
    expect(await read(open().get('x'))).toBe(content);
    expect(seen).toEqual(['GET /b/x', 'GET /b/x bytes=10-']);
  });

  it('asks again if the connection breaks before the answer', async () => {
    steps = [breaks, whole];
    expect(await read(open().get('x'))).toBe(content);
  });

  it.each<[string, Step]>([
    ['another object', answer(412, 'PreconditionFailed')],
    ['the whole object again', whole],
  ])('does not go on with %s', async (_what, next) => {
    steps = [cut(10), next];
    await expect(read(open().get('x'))).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  it('fails at once where it may not read, and says why', async () => {
    steps = [answer(403, 'AccessDenied')];
    await expect(read(open().get('x'))).rejects.toThrow(/STORE_FAILED.*403 AccessDenied/);
    expect(seen).toHaveLength(1);
  });
});

describe('s3Store, write', () => {
  it.each<[string, Step]>([
    ['the connection breaks', breaks],
    ['the store is too busy', answer(503, 'SlowDown')],
    ['the store has a failure', answer(500, 'InternalError')],
  ])('sends an object again if %s', async (_what, first) => {
    const stored: string[] = [];
    const accept: Step = (_request, response, body) => {
      stored.push(body.toString());
      response.writeHead(200, { etag: '"1"' }).end();
    };
    steps = [first, accept];
    await open().put('x', bytes(content));
    expect([stored, seen]).toEqual([[content], ['PUT /b/x', 'PUT /b/x']]);
  });

  it('does not believe a page to log in', async () => {
    steps = [page];
    await expect(open().put('x', bytes(content))).rejects.toThrow(/STORE_FAILED.*no ETag/);
  });

  it('gives up in the end', async () => {
    steps = [];
    await expect(open().put('x', bytes(content))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(seen.length).toBeGreaterThan(2);
  });
});

describe('s3Store, list', () => {
  it.each<[string, Step]>([
    ['a page to log in', page],
    ['an empty answer', (_request, response) => void response.writeHead(200).end()],
  ])('does not take %s for an empty store', async (_what, step) => {
    steps = [step];
    await expect(open().list('')).rejects.toThrow(/STORE_FAILED.*not a list of objects/);
  });

  it('takes an empty list for an empty store', async () => {
    steps = [(_request, response) => void response.writeHead(200).end('<ListBucketResult xmlns="s3"/>')];
    expect(await open().list('')).toEqual([]);
  });

  it('says what the store says', async () => {
    steps = [answer(400, 'AuthorizationHeaderMalformed', 'expecting &apos;eu-central-1&apos;')];
    await expect(open().list('')).rejects.toThrow("400 AuthorizationHeaderMalformed: expecting 'eu-central-1'");
  });

  it('reads all pages, with odd names', async () => {
    const pageOf =
      (keys: readonly string[], next?: string): Step =>
      (_request, response) => {
        const list = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
        const token = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
        response.writeHead(200).end(`<ListBucketResult>${list}${token}</ListBucketResult>`);
      };
    steps = [pageOf(['b', 'a &amp; &lt;é&gt;'], 'more+/='), pageOf(['ü/%41 +.tar'])];
    expect(await open().list('')).toEqual(['a & <é>', 'b', 'ü/%41 +.tar']);
    expect(seen[1]).toContain('continuation-token=more+/=');
  });
});
