import type { SymphonyClient } from '@symphony-ts/client';
import { EndpointError, type Logger, SymphonyError, silentLogger, TimeoutError } from '@symphony-ts/contract';
import * as z from 'zod';
import { type EndpointCodecOptions, endpointCodec } from './codec.js';
import { Dispatcher } from './dispatcher.js';
import type { InboundRequest } from './inbound-request.js';
import type { IncomingMessage } from './message.js';
import { createMessageHandler, type MessageHandlerOptions } from './message-handler.js';
import { PendingRequests } from './pending-requests.js';

interface Answer {
  readonly payload: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Setup extends Partial<Omit<MessageHandlerOptions, 'call'>> {
  readonly schemas?: Omit<EndpointCodecOptions, 'member'>;
}

/** A server whose answers the test reads. */
function serve(call: (...args: never[]) => unknown, { schemas, ...options }: Setup = {}) {
  const answers: Answer[] = [];
  const arrived: (() => void)[] = [];
  const pendingRequests = new PendingRequests();
  const handle = createMessageHandler({
    member: 'Catalog.add',
    call: call as MessageHandlerOptions['call'],
    codec: endpointCodec({ member: 'Catalog.add', ...schemas }),
    respond: (_message, payload, headers) => {
      answers.push({ payload: typeof payload === 'string' ? payload : new TextDecoder().decode(payload), headers });
      for (const resolve of arrived.splice(0)) resolve();
    },
    timeoutMs: 1000,
    logger: silentLogger,
    // No handler here makes calls.
    client: {} as SymphonyClient,
    pendingRequests,
    dispatcher: new Dispatcher(),
    newId: () => 'ID1',
    ...options,
  });
  const answer = async (): Promise<Answer> => {
    if (answers.length === 0) await new Promise<void>((resolve) => arrived.push(resolve));
    const [first] = answers.splice(0, 1);
    if (!first) throw new Error('no answer');
    return first;
  };
  return { handle, answer, answers, pendingRequests };
}

const message = (body = '', headers?: Record<string, string>): IncomingMessage => ({
  subject: 'cirata.extensions.catalog.add',
  data: new TextEncoder().encode(body),
  headers: headers && { get: (name) => headers[name] ?? '', keys: () => Object.keys(headers) },
});
const codeOf = ({ headers }: Answer): string | undefined => headers?.['Nats-Service-Error-Code'];

describe('createMessageHandler', () => {
  it('aborts the signal of a request whose caller gave up, and of no other', async () => {
    const signals: AbortSignal[] = [];
    const { handle, pendingRequests, answer } = serve((_input: unknown, { signal }: InboundRequest) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    handle(message('', { 'Symphony-Request': 'a.1' }));
    handle(message('', { 'Symphony-Request': 'a.2' }));
    pendingRequests.abandon('a.3');
    pendingRequests.abandon('a.2');
    expect(codeOf(await answer())).toBe('499');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    expect(pendingRequests.size).toBe(1);
    pendingRequests.expireAll();
  });

  it.each<[string, unknown, Setup['schemas'], string | readonly [string, string]]>([
    ['an object as JSON', { id: 1 }, {}, '{"id":1}'],
    ['text as it is', 'pong', {}, 'pong'],
    ['text that looks like JSON', '17', {}, ['17', 'text/plain; charset=utf-8']],
    ['bytes as they are', new TextEncoder().encode('raw'), {}, ['raw', 'application/octet-stream']],
    ['a body as data', { body: 1 }, { response: z.object({ body: z.number() }) }, ['{"body":1}', 'application/json']],
    ['nothing as an object', undefined, {}, '{}'],
    ['nothing as a list where the response is one', undefined, { response: z.array(z.string()) }, '[]'],
    ['null as null', null, {}, 'null'],
    [
      'what the response schema gives out',
      { id: 1, secret: 2 },
      { response: z.object({ id: z.number() }) },
      '{"id":1}',
    ],
  ])('answers %s', async (_what, result, schemas, expected) => {
    const { handle, answer } = serve(() => result, { schemas: schemas ?? {} });
    handle(message());
    const [payload, type] = typeof expected === 'string' ? [expected] : expected;
    expect(await answer()).toEqual({ payload, headers: type && { 'Content-Type': type } });
  });

  it('hands over the value of the request schema', async () => {
    const Input = z.object({ count: z.number().default(1) });
    const { handle, answer } = serve((input: unknown) => input, { schemas: { request: Input } });
    handle(message('{}'));
    expect((await answer()).payload).toBe('{"count":1}');
  });

  it.each([
    ['text that is not JSON', z.string(), 'hello', 'hello'],
    ['text that looks like a number', z.string(), '12', '12'],
    ['text in quotes', z.string(), '"hi"', 'hi'],
    ['a number', z.number(), '12', '12'],
    ['text for an endpoint without a schema', undefined, 'plain', 'plain'],
  ])('reads %s', async (_what, request, body, expected) => {
    const { handle, answer } = serve((input: unknown) => String(input), { schemas: { request } });
    handle(message(body));
    expect((await answer()).payload).toBe(expected);
  });

  it.each([
    ['invalid JSON', '{"name":'],
    ['a missing field', '{}'],
    ['no body', ''],
  ])('refuses %s with 400 and the issues', async (_what, body) => {
    const { handle, answer } = serve(() => ({}), { schemas: { request: z.object({ name: z.string() }) } });
    handle(message(body));
    const given = await answer();
    expect(codeOf(given)).toBe('400');
    expect(JSON.parse(given.payload)).toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ message: expect.any(String) }],
    });
  });

  it('passes on what an EndpointError says', async () => {
    const { handle, answer } = serve(() => {
      throw new EndpointError(409, 'sold out', { left: 0 });
    });
    handle(message());
    const given = await answer();
    expect(given.headers).toEqual({ 'Nats-Service-Error-Code': '409', 'Nats-Service-Error': 'sold out' });
    expect(JSON.parse(given.payload)).toEqual({ error: 'sold out', code: 409, details: { left: 0 } });
  });

  it('answers 503 where an outbound call timed out', async () => {
    const { handle, answer } = serve(async () => {
      throw new TimeoutError({ subject: 'cirata.extensions.x.y', timeoutMs: 5 });
    });
    handle(message());
    expect(codeOf(await answer())).toBe('503');
  });

  it('keeps the words of any other error at home, under an id', async () => {
    const logged: unknown[] = [];
    const logger: Logger = { ...silentLogger, error: (_text, fields) => void logged.push(fields) };
    const { handle, answer } = serve(
      () => {
        throw new Error('password is hunter2');
      },
      { logger },
    );
    handle(message());
    const given = await answer();
    expect(codeOf(given)).toBe('500');
    expect(JSON.stringify(given)).not.toContain('hunter2');
    expect(JSON.parse(given.payload)).toMatchObject({ id: 'ID1' });
    expect(logged).toEqual([expect.objectContaining({ error_id: 'ID1' })]);
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  it.each<[string, unknown]>([
    ['a function', () => 1],
    ['a cycle', cyclic],
    ['a bigint', 1n],
    ['a symbol', Symbol('s')],
  ])('answers 500 for %s', async (_what, result) => {
    const { handle, answer } = serve(() => result);
    handle(message());
    const given = await answer();
    expect(codeOf(given)).toBe('500');
    expect(JSON.parse(given.payload)).toMatchObject({ code: 'UNSERIALIZABLE_RESPONSE' });
  });

  it('answers 500 for a result that is not its response schema', async () => {
    const { handle, answer } = serve(() => ({ id: 'x' }), { schemas: { response: z.object({ id: z.number() }) } });
    handle(message());
    expect(JSON.parse((await answer()).payload)).toMatchObject({ code: 'INVALID_RESPONSE' });
  });

  it('answers 504 for a handler that never returns, and aborts its signal', async () => {
    let signal: AbortSignal | undefined;
    const { handle, answer, pendingRequests } = serve(
      (_input: unknown, request: InboundRequest) => {
        signal = request.signal;
        return new Promise(() => undefined);
      },
      { timeoutMs: 20 },
    );
    handle(message());
    expect(pendingRequests.size).toBe(1);
    expect(codeOf(await answer())).toBe('504');
    expect(signal?.aborted).toBe(true);
    expect(pendingRequests.size).toBe(0);
  });

  it("ends at the caller's deadline where that is sooner", async () => {
    const { handle, answer } = serve(() => new Promise(() => undefined), { timeoutMs: 60_000 });
    handle(message('', { 'Symphony-Timeout': '20' }));
    expect(codeOf(await answer())).toBe('504');
  });

  it('answers once where the handler finishes after its deadline', async () => {
    let finish: (value: string) => void = () => undefined;
    const { handle, answer, answers } = serve(() => new Promise((resolve) => (finish = resolve)), { timeoutMs: 20 });
    handle(message());
    expect(codeOf(await answer())).toBe('504');
    finish('late');
    await Promise.resolve();
    expect(answers).toEqual([]);
  });

  it('runs no more handlers at once than allowed, in order', async () => {
    const running: (() => void)[] = [];
    const { handle, answer } = serve(
      (input: unknown) => new Promise((resolve) => running.push(() => resolve(String(input)))),
      {
        concurrency: 1,
      },
    );
    handle(message('first'));
    handle(message('second'));
    await Promise.resolve();
    expect(running).toHaveLength(1);
    running[0]?.();
    expect((await answer()).payload).toBe('first');
    while (running.length < 2) await Promise.resolve();
    running[1]?.();
    expect((await answer()).payload).toBe('second');
  });

  it('refuses what is beyond its bound with 429, and says when to try again', async () => {
    const { handle, answer, pendingRequests } = serve(() => new Promise(() => undefined), {
      concurrency: 1,
      maxQueued: 1,
    });
    for (const body of ['under way', 'waits', 'refused']) handle(message(body));
    const given = await answer();
    expect(codeOf(given)).toBe('429');
    expect(JSON.parse(given.payload)).toMatchObject({ code: 'OVERLOADED', details: { retryAfterMs: 1_000 } });
    expect(pendingRequests.size).toBe(2);
    pendingRequests.expireAll();
  });

  it('answers 504 for a request whose caller has left while it waited, and never begins it', async () => {
    const begun: string[] = [];
    const { handle, answer } = serve(
      (input: string) => {
        begun.push(input);
        return new Promise(() => undefined);
      },
      { concurrency: 1 },
    );
    handle(message('first'));
    handle(message('second', { 'Symphony-Timeout': '20' }));
    expect(codeOf(await answer())).toBe('504');
    expect(begun).toEqual(['first']);
  });

  it('is not blocked for ever by handlers that never end, where the author set no limit', async () => {
    let isHanging = true;
    const { handle, answers, pendingRequests } = serve(() => (isHanging ? new Promise(() => undefined) : 'free'));
    for (let index = 0; index < 1_000; index += 1) handle(message());
    pendingRequests.expireAll();
    expect(answers).toHaveLength(1_000);
    isHanging = false;
    handle(message());
    while (answers.length < 1_001) await new Promise((resolve) => setImmediate(resolve));
    expect(answers.at(-1)?.payload).toBe('free');
  });

  it('keeps its deadlines when the clock on the wall jumps', async () => {
    const { handle, answer } = serve(
      async (_input: unknown, request: InboundRequest) => {
        await new Promise((resolve) => setTimeout(resolve, 120));
        return { left: request.deadline.getTime() - Date.now() };
      },
      { timeoutMs: 60_000 },
    );
    const now = jest.spyOn(Date, 'now');
    try {
      handle(message());
      const real = new Date().getTime();
      now.mockImplementation(() => real + 3_600_000);
      const given = await answer();
      expect(codeOf(given)).toBeUndefined();
      expect(JSON.parse(given.payload).left).toBeGreaterThan(50_000);
    } finally {
      now.mockRestore();
    }
  });

  it('does not take an error of the project for its own text', async () => {
    const { handle, answer } = serve(() => {
      throw new SymphonyError('KEY_NOT_FOUND', { bucket: 'b', key: 'k' });
    });
    handle(message());
    const given = await answer();
    expect(codeOf(given)).toBe('500');
    expect(given.payload).not.toContain("'k'");
  });
});
