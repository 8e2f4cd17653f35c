import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUser } from '@nats-io/nkeys';
import { isSymphonyError, type LogFields, type Logger, silentLogger } from '@symphony-ts/contract';
import { exchangeToken } from './exchange-token.js';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const granted: Answer = {
  status: 200,
  body: {
    id: 'KEY1',
    name: 'a key',
    kind: 'extension',
    prefix: 'catalog',
    instanceId: 'KEY1',
    jwt: `${part({})}.${part({ jti: 'KEY1', iat: 10, exp: 20 })}.c2ln`,
    seed: new TextDecoder().decode(createUser().getSeed()),
    servers: ['nats://127.0.0.1:4222'],
    capabilities: {},
  },
};

/** A platform over HTTP that gives these answers in turn, and repeats the last one. */
class ScriptedPlatform {
  readonly asked: { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];
  readonly #server: Server;

  constructor(answers: readonly Answer[] | RequestListener) {
    this.#server = createServer((request, response) => {
      this.asked.push({ url: request.url, headers: request.headers });
      if (typeof answers === 'function') return answers(request, response);
      const { status, headers, body = '' } = answers[Math.min(this.asked.length, answers.length) - 1] ?? granted;
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

type Options = Partial<Parameters<typeof exchangeToken>[0]>;

/** The result of an exchange with a platform that gives these answers, and the requests that the platform got. */
async function exchange(answers: readonly Answer[] | RequestListener, options: Options = {}) {
  const platform = new ScriptedPlatform(answers);
  const baseUrl = await platform.open();
  try {
    const outcome = await exchangeToken({ token: 'T1', baseUrl, env: {}, logger: silentLogger, ...options }).catch(
      (error: unknown) => error,
    );
    return { outcome, asked: platform.asked, baseUrl };
  } finally {
    platform.close();
  }
}

/** A logger that passes each warning to `heard`. */
const warning = (heard: (fields: LogFields) => void): Logger => ({
  ...silentLogger,
  warn: (_message, fields = {}) => heard(fields),
});

describe(exchangeToken, () => {
  it('sends the token, and gives the credentials with the times of their JWT', async () => {
    const { outcome, asked } = await exchange([granted]);
    expect(outcome).toMatchObject({ instanceId: 'KEY1', issuedAt: new Date(10_000), expiresAt: new Date(20_000) });
    expect(asked).toMatchObject([
      {
        url: '/api/v1/apikey',
        headers: { authorization: 'Bearer T1', accept: 'application/json', connection: 'close' },
      },
    ]);
  });

  it.each<[string, Answer, string, string]>([
    ['401 with its words', { status: 401, body: { error: 'revoked' } }, 'AUTHENTICATION_FAILED', 'revoked (HTTP 401)'],
    ['403 without words', { status: 403, body: 'no' }, 'AUTHENTICATION_FAILED', 'HTTP 403'],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://elsewhere.example/' } },
      'CONNECTION_FAILED',
      'it redirects to http://elsewhere.example/; name that address directly',
    ],
    ['300 without an address', { status: 300 }, 'CONNECTION_FAILED', 'it redirects to elsewhere;'],
    ['399', { status: 399 }, 'CONNECTION_FAILED', 'it redirects to elsewhere;'],
    ['400', { status: 400, body: { error: 'what?' } }, 'INVALID_REPLY', 'what? (HTTP 400); is it a Symphony platform?'],
    ['404', { status: 404, body: '<html>' }, 'INVALID_REPLY', 'HTTP 404; is it a Symphony platform?'],
    ['204', { status: 204 }, 'INVALID_REPLY', 'HTTP 204; is it a Symphony platform?'],
    ['200 with something else', { status: 200, body: '<html>' }, 'INVALID_REPLY', '/api/v1/apikey'],
    ['200 with other JSON', { status: 200, body: { id: 1 } }, 'INVALID_REPLY', 'id'],
  ])('does not ask again after %s', async (_what, answer, code, reason) => {
    const { outcome, asked } = await exchange([answer, granted]);
    expect(outcome).toMatchObject({ code, message: expect.stringContaining(reason) });
    expect(asked).toHaveLength(1);
  });

  it('says once that the platform refused the token', async () => {
    const body = { error: 'the platform refused the token: no such API key' };
    const { outcome } = await exchange([{ status: 401, body }]);
    expect(outcome).toMatchObject({ params: { reason: 'no such API key (HTTP 401)' } });
  });

  it.each([429, 500, 503])('asks again after %d, when the platform says', async (status) => {
    const waits: unknown[] = [];
    const busy = { status, headers: { 'retry-after': '0.01' }, body: { error: 'busy' } };
    const { outcome, asked } = await exchange([busy, granted], {
      logger: warning((fields) => void waits.push(fields)),
    });
    expect(outcome).toMatchObject({ id: 'KEY1' });
    expect(asked).toHaveLength(2);
    expect(waits).toEqual([{ reason: `busy (HTTP ${status})`, waitMs: 10 }]);
  });

  it.each<[string, Options, number]>([
    ['four attempts', {}, 4],
    ['as many as it was told', { attempts: 2 }, 2],
    ['one', { attempts: 1 }, 1],
  ])('gives up after %s', async (_what, options, count) => {
    const busy = { status: 503, headers: { 'retry-after': '0.001' } };
    const { outcome, asked, baseUrl } = await exchange([busy], options);
    expect(outcome).toMatchObject({ code: 'CONNECTION_FAILED', params: { address: baseUrl, reason: 'HTTP 503' } });
    expect(asked).toHaveLength(count);
  });

  // A wait is aborted as soon as it is announced, so the test does not wait.
  it.each<[string | undefined, number, number]>([
    ['3', 3_000, 3_000],
    ['10', 10_000, 10_000],
    ['86400', 10_000, 10_000],
    [undefined, 175, 250],
    ['soon', 175, 250],
    ['0', 175, 250],
    ['-5', 175, 250],
  ])('waits after Retry-After %s for %d to %d ms, and is aborted meanwhile', async (after, least, most) => {
    const abort = new AbortController();
    const waits: unknown[] = [];
    const logger = warning(({ waitMs }) => {
      waits.push(waitMs);
      abort.abort(new Error('not wanted any more'));
    });
    const headers: Record<string, string> = after === undefined ? {} : { 'retry-after': after };
    const { outcome, asked } = await exchange([{ status: 503, headers }], { logger, signal: abort.signal });
    expect(outcome).toMatchObject({ code: 'ABORTED', params: { what: 'the token exchange' } });
    expect(asked).toHaveLength(1);
    expect(Number(waits[0])).toBeGreaterThanOrEqual(least);
    expect(Number(waits[0])).toBeLessThanOrEqual(most);
  });

  it('is aborted while it waits for an answer', async () => {
    const abort = new AbortController();
    const { outcome } = await exchange(() => abort.abort(new Error('not wanted')), { signal: abort.signal });
    expect(isSymphonyError(outcome, 'ABORTED')).toBe(true);
    expect(outcome).toMatchObject({ cause: { message: 'not wanted' } });
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['never ends its answer', (_request, response) => void response.writeHead(200).write('{')],
  ])('gives up on a platform that %s', async (_what, listener) => {
    const { outcome } = await exchange(listener, { timeoutMs: 50 });
    expect(outcome).toMatchObject({ code: 'CONNECTION_FAILED', params: { reason: 'no answer within 50 ms' } });
  });

  it('asks through the proxy of the environment, whose password stays out of errors', async () => {
    const proxy = new ScriptedPlatform([granted]);
    const address = await proxy.open();
    const env = { HTTP_PROXY: address.replace('http://', 'http://me:secret@') };
    const options = { token: 'T1', baseUrl: 'http://platform.example', env, logger: silentLogger };
    expect(await exchangeToken(options)).toMatchObject({ id: 'KEY1' });
    expect(proxy.asked).toMatchObject([{ url: 'http://platform.example/api/v1/apikey' }]);
    proxy.close();
    const error: unknown = await exchangeToken(options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining(`nothing listens there (ECONNREFUSED) (through the proxy ${address})`),
    });
    expect(String(error)).not.toContain('secret');
  });
});
