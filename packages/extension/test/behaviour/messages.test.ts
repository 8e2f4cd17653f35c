import { SymphonyClient } from '@symphony-ts/client';
import type { Logger } from '@symphony-ts/contract';
import type { MetricsData } from '@symphony-ts/observability';
import type { ExtensionUnderTest } from '@symphony-ts/testing';
import { TestExtension, TestPlatform } from '@symphony-ts/testing';
import { z } from 'zod';
import { eventually } from '../../../../test/support/eventually.js';
import {
  Capability,
  createApplication,
  Endpoint,
  type EndpointRequest,
  type EventMessage,
  Extension,
  ExtensionContext,
  OnCommand,
  Subscribe,
} from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const Order = z.object({ order: z.string() });
type Order = z.infer<typeof Order>;

@Extension({ prefix: 'mail', name: 'Mail', version: '1.0.0' })
@Capability('sub', 'extensions.orders.created', 'Orders')
@Capability('sub', 'events.weather', 'The weather')
@Capability('pub', 'extensions.mail.sent', 'A mail was sent')
@Capability('pub', 'events.mail', 'What the mail does')
class Mail {
  readonly seen: string[] = [];

  constructor(private readonly context: ExtensionContext) {}

  @Subscribe('extensions.orders.created', { schema: Order })
  async ordered({ order }: Order, message: EventMessage): Promise<void> {
    this.seen.push(`ordered ${order} ${message.kind} ${message.headers.size}`);
    if (order === 'bad') throw new Error('cannot be mailed');
    await this.context.publish('extensions.mail.sent', { order });
    await this.context.publish('events.mail', 'sent');
  }

  @Subscribe('extensions.orders.created', { queue: false })
  everyInstance(message: unknown): void {
    this.seen.push(`every ${JSON.stringify(message)}`);
  }

  @Subscribe('events.weather')
  weather(message: unknown): void {
    this.seen.push(`weather ${String(message)}`);
  }

  flushes = 0;

  @OnCommand('flush', { schema: z.object({ by: z.number() }) })
  flush({ by }: { by: number }, message: EventMessage) {
    this.flushes += 1;
    return { by, kind: message.kind, on: this.context.instanceId };
  }

  @OnCommand('quiet')
  quiet(): void {}

  @OnCommand('stuck', { timeoutMs: 100 })
  stuck(): Promise<never> {
    return new Promise(() => undefined);
  }
}

@Extension({ prefix: 'idle', name: 'Idle', version: '1.0.0' })
class Idle {}

@Extension({ prefix: 'nosy', name: 'Nosy', version: '1.0.0' })
class Nosy {
  @Subscribe('cirata.extensions.mail.secret')
  overhears(): void {}
}

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACE = { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`, tracestate: 'vendor=1' };

/** Publishes in every way there is, and hears the trace of each. */
@Extension({ prefix: 'relay', name: 'Relay', version: '1.0.0' })
@Capability('pub', 'extensions.relay.said', 'Somebody said something')
@Capability('pub', 'extensions.relay.heard', 'The trace that an event arrived with')
class Relay {
  readonly seen: unknown[] = [];

  constructor(
    private readonly context: ExtensionContext,
    private readonly client: SymphonyClient,
  ) {}

  @Endpoint()
  async say(way: unknown, request: EndpointRequest): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (way === 'context') await this.context.publish('extensions.relay.said', way);
    if (way === 'client') await this.client.publish('extensions.relay.said', way);
    if (way === 'request') await request.client.publish('extensions.relay.said', way);
  }

  @OnCommand('say')
  said(way: unknown): Promise<void> {
    return this.context.publish('extensions.relay.said', way);
  }

  @Subscribe('extensions.relay.said')
  async hears(way: unknown, { headers }: EventMessage): Promise<void> {
    this.seen.push([way, Object.fromEntries(headers)]);
    await this.context.publish('extensions.relay.heard', way);
  }

  @Subscribe('extensions.relay.heard')
  hearsAgain(way: unknown, { headers }: EventMessage): void {
    this.seen.push([`${String(way)} again`, Object.fromEntries(headers)]);
  }
}

function createGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

/** Finishes no event before its gate opens. */
class Gated {
  running = 0;
  most = 0;
  readonly begun: number[] = [];
  readonly gate = createGate();

  protected async handle(index: number): Promise<void> {
    this.begun.push(index);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await this.gate.opened;
    this.running -= 1;
  }
}

@Extension({ prefix: 'flood', name: 'Flood', version: '1.0.0', observability: true })
class Flood extends Gated {
  @Subscribe('extensions.flood.came', { schema: z.number() })
  came(index: number): Promise<void> {
    return this.handle(index);
  }

  @Endpoint()
  ping(): string {
    return 'pong';
  }
}

/** Handles its events one after the other. */
@Extension({ prefix: 'queue', name: 'Queue', version: '1.0.0' })
class Queue extends Gated {
  arrived = 0;

  @Subscribe('extensions.queue.came', { schema: z.number(), concurrency: 1 })
  came(index: number): Promise<void> {
    return this.handle(index);
  }

  @Subscribe('extensions.queue.came', { queue: false })
  arrives(): void {
    this.arrived += 1;
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** How many events the metrics say were dropped. */
const droppedOf = (metrics: unknown): unknown =>
  (metrics as MetricsData).resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .find(({ name }) => name === 'symphony.events.dropped')
    ?.sum?.dataPoints.map(({ asInt }) => asInt);

describe.each(stages)('messages %s', (_name, open) => {
  let stage: Stage;
  let mail: ExtensionUnderTest<Mail>;
  const seen = (text: string) => eventually(() => mail.instance.seen.includes(text));

  beforeAll(async () => {
    stage = await open();
    mail = await stage.create(Mail);
  });
  afterAll(() => stage.stop());

  it('[events.subscribe] [events.publish] [cap.pub] [cap.sub] reach who subscribes, and what it publishes goes out', async () => {
    await mail.emit('extensions.orders.created', { order: 'o1' });
    await seen('ordered o1 event 0');
    await eventually(() => mail.published.length >= 2);
    expect(mail.published.slice(0, 2)).toEqual([
      { subject: 'extensions.mail.sent', payload: { order: 'o1' } },
      { subject: 'events.mail', payload: 'sent' },
    ]);
  });

  it('[cap.events-root] come below events. as well as below extensions.', async () => {
    await mail.emit('events.weather', 'sunny');
    await seen('weather sunny');
  });

  it('[events.unfit] are dropped where they do not fit, and a handler that throws does no harm', async () => {
    await mail.emit('extensions.orders.created', { order: 7 });
    await mail.emit('extensions.orders.created', { order: 'bad' });
    await mail.emit('extensions.orders.created', { order: 'o2', more: 'fields' });
    await seen('ordered o2 event 0');
    expect(mail.instance.seen.filter((message) => message.startsWith('ordered'))).toEqual([
      'ordered o1 event 0',
      'ordered bad event 0',
      'ordered o2 event 0',
    ]);
  });

  it.each(['context', 'client', 'request'])(
    '[events.trace] [obs.trace] continue the trace of the handler that publishes, by its %s, and of the event that follows',
    async (way) => {
      const relay = await stage.create(Relay);
      await Promise.all([relay.send('say', way, { headers: TRACE }), relay.send('say', way)]);
      await eventually(() => relay.instance.seen.length >= 4);
      expect(relay.instance.seen).toEqual(
        expect.arrayContaining([
          [way, TRACE],
          [way, {}],
          [`${way} again`, TRACE],
          [`${way} again`, {}],
        ]),
      );
      await relay.stop();
    },
  );

  it('[events.limits] run up to a limit and wait up to another, others are dropped and counted, and endpoints answer meanwhile', async () => {
    const flood = await stage.create(Flood);
    // Without a server, each of them is sent when its handler has finished.
    const sent = upTo(20_000).map((index) => flood.emit('extensions.flood.came', index));
    await eventually(async () => expect(droppedOf(await flood.send('metrics'))).toEqual(['9000']));
    expect(await flood.request('ping')).toBe('pong');
    expect(flood.instance.running).toBe(1_000);
    flood.instance.gate.open();
    await Promise.all(sent);
    await eventually(() => flood.instance.begun.length === 11_000 && flood.instance.running === 0);
    expect(flood.instance.begun).toEqual(upTo(11_000));
    expect(flood.instance.most).toBe(1_000);
    await flood.stop();
  });

  it('[events.limits] are handled before the extension has stopped, if they wait', async () => {
    const queue = await stage.create(Queue);
    const sent = upTo(50).map((index) => queue.emit('extensions.queue.came', index));
    await eventually(() => queue.instance.arrived === 50);
    expect(queue.instance.begun).toEqual([0]);
    const stopping = queue.stop();
    queue.instance.gate.open();
    await Promise.all([stopping, ...sent]);
    expect(queue.instance.begun).toEqual(upTo(50));
    expect(queue.instance.most).toBe(1);
  });

  it('[commands.handler] are commands on a channel of their own, with an answer', async () => {
    expect(await mail.command('flush', { by: 2 })).toEqual({ by: 2, kind: 'command', on: mail.instanceId });
    expect(await mail.command('quiet')).toEqual({});
  });

  it('[commands.unknown] are answered with the known ones where a command is unknown', async () => {
    await expect(mail.command('explode')).rejects.toThrow(/unknown command 'explode'; known: flush, quiet, stuck/);
    const idle = await stage.create(Idle);
    await expect(idle.command('anything')).rejects.toMatchObject({ remoteStatus: 404 });
  });

  it('[commands.refused] are refused where they do not fit, and end at their own deadline', async () => {
    await expect(mail.command('flush', { by: 'many' })).rejects.toMatchObject({ remoteStatus: 400 });
    await expect(mail.command('')).rejects.toMatchObject({ remoteStatus: 400 });
    await expect(mail.command('stuck')).rejects.toMatchObject({ remoteStatus: 504 });
  });
});

it('[events.unfit] are named in the log where they do not fit, with the field', async () => {
  await using mail = await TestExtension.create(Mail);
  await mail.emit('extensions.orders.created', { order: 7 });
  expect(mail.log).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      message: 'Mail.ordered: an event that does not fit its schema was dropped',
      fields: { subject: 'extensions.orders.created', issues: expect.stringContaining('order') },
    }),
  );
});

describe('messages to several instances', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start();
  });
  afterAll(() => platform.stop());

  it('[commands.once] [events.queue] reach one of them, and each of them where there is no queue', async () => {
    const both = [await platform.create(Mail), await platform.create(Mail)] as const;
    const replies = await Promise.all(Array.from({ length: 60 }, (_, by) => both[0].command('flush', { by })));
    expect(new Set(replies.map((reply) => Reflect.get(Object(reply), 'on'))).size).toBe(2);
    expect(both.map(({ instance }) => instance.flushes).reduce((sum, flushes) => sum + flushes)).toBe(60);

    await both[0].emit('extensions.orders.created', { order: 'first' });
    await eventually(() => both[0].published.length > 0);
    for (let index = 0; index < 40; index += 1) await both[0].emit('extensions.orders.created', { order: `o${index}` });
    const count = (kind: string) =>
      both.map(({ instance }) => instance.seen.filter((message) => message.startsWith(kind)).length);
    await eventually(() => count('every').every((seen) => seen === 41));
    await eventually(() => count('ordered').reduce((sum, seen) => sum + seen, 0) === 41);
    expect(Math.min(...count('ordered'))).toBeGreaterThan(0);
  });

  it('[cap.undeclared] are not heard on a subject that no capability covers, which is said once and does no harm at the end', async () => {
    const lines: string[] = [];
    const note = (text: string): void => void lines.push(text);
    const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger };
    const { token } = await platform.platform.keys.create({ kind: 'extension', prefix: 'nosy', name: 'Nosy' });
    const options = { token, address: platform.platform.httpUrl, logger, signals: false };
    const application = await createApplication(Nosy, options);
    await application.start();
    await eventually(() => lines.includes('Nosy.overhears receives no events'));
    await application.stop();
    expect(lines.filter((line) => line.startsWith('stopping'))).toEqual([]);
  });

  it('[cap.undeclared] do not reach a subject that no capability covers', async () => {
    const mail = await platform.create(Mail);
    await expect(
      mail.context.client.publish('extensions.orders.created', {}, { isConfirmed: true }),
    ).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});
