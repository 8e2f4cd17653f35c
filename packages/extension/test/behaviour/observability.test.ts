import { Svcm } from '@nats-io/services';
import { connect } from '@nats-io/transport-node';
import { SymphonyClient } from '@symphony-ts/client';
import { type LogFields, type Logger, rights, silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import type { LogsData, MetricsData, OtlpSpan, TracesData } from '@symphony-ts/observability';
import { TestExtension, TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import {
  type Application,
  Capability,
  createApplication,
  createLogger,
  Endpoint,
  EndpointError,
  type EndpointRequest,
  type EventMessage,
  Extension,
  ExtensionContext,
  Logger as InjectedLogger,
  InstanceHandler,
  type ObservabilityOptions,
  OnCommand,
  Rest,
  RestResponse,
  Subscribe,
} from '../../src/index.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const traced = { headers: { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`, tracestate: 'vendor=1' } };

@Extension({ prefix: 'kitchen', name: 'Kitchen', version: '2.0.0' })
class Kitchen {
  constructor(private readonly context: ExtensionContext) {}

  @Endpoint()
  async cook(_input: unknown, { span, logger }: EndpointRequest) {
    span.setAttribute('dish', 'soup');
    logger.info('cooking');
    return this.context.tracer.span('stir', async () => {
      this.context.metrics.counter('dishes.cooked').add(1, { dish: 'soup' });
      return { dish: 'soup' };
    });
  }

  @Endpoint()
  burn(): never {
    throw new Error('on fire');
  }

  @Endpoint()
  refuse(): never {
    throw new EndpointError(404, 'not on the menu');
  }

  @Endpoint({ trace: false })
  quiet(_input: unknown, { span, headers }: EndpointRequest) {
    return { isRecording: span.isRecording, parent: headers.get('traceparent') };
  }

  @Rest('GET', '/dishes/{id}')
  dish() {
    return { dish: 'soup' };
  }

  @InstanceHandler('stove')
  stove() {
    return { on: true };
  }

  @OnCommand('close')
  close() {
    return { closed: true };
  }

  @Subscribe('extensions.waiter.called')
  called(_event: unknown, { span, logger }: EventMessage): void {
    span.addEvent('heard');
    logger.info('coming');
  }
}

@Extension({ prefix: 'scribe', name: 'Scribe', version: '1.0.0' })
class Scribe {
  constructor(
    private readonly context: ExtensionContext,
    private readonly injected: InjectedLogger,
  ) {}

  @Endpoint()
  write(_input: unknown, { logger }: EndpointRequest): void {
    this.injected.info('by the injected logger');
    this.context.logger.info('by the logger of the context');
    logger.info('by the logger of the request');
    createLogger('scribe', { destination: { write: () => true } }).info('by another logger');
    console.info('by the console');
  }
}

@Extension({ prefix: 'kiosk', name: 'Kiosk', version: '1.0.0' })
class Kiosk {
  @Rest('GET', '/open')
  open() {
    return { open: true };
  }

  @Rest('GET', '/sold-out')
  soldOut() {
    return RestResponse.error(404, 'sold out');
  }

  @Rest('GET', '/refused')
  refused(): never {
    throw new EndpointError(404, 'no such thing');
  }

  @Rest('GET', '/closed')
  async closed() {
    return RestResponse.error(503, 'closed');
  }

  @Rest('GET', '/fallen')
  fallen(): never {
    throw new EndpointError(502, 'fallen over');
  }

  @Rest('GET', '/burnt')
  burnt(): never {
    throw new Error('burnt');
  }
}

@Extension({ prefix: 'waiter', name: 'Waiter', version: '1.0.0' })
@Capability('pub', 'extensions.kitchen.cook', 'Orders')
@Capability('pub', 'extensions.waiter.called', 'Calls')
class Waiter {
  constructor(private readonly context: ExtensionContext) {}

  @Endpoint()
  order(_input: unknown, { client }: EndpointRequest) {
    return client.extension('kitchen').invoke('cook');
  }

  @Endpoint()
  async hurry(_input: unknown, { client }: EndpointRequest) {
    const { tracer } = this.context;
    const kitchen = client.extension('kitchen');
    await tracer.span('twice', () =>
      Promise.allSettled([kitchen.invoke('burn'), this.context.client.request('no.one')]),
    );
    await kitchen.invoke('refuse').catch(() => undefined);
  }

  @Endpoint({ trace: false })
  async quietly(_input: unknown, { client }: EndpointRequest) {
    await client.extension('kitchen').invoke('cook');
  }

  @Endpoint()
  async call(): Promise<void> {
    await this.context.publish('extensions.waiter.called', {});
  }
}

const spansOf = (data: unknown): readonly OtlpSpan[] =>
  (data as TracesData).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
const logsOf = (data: unknown) =>
  (data as LogsData).resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
const metricOf = (data: unknown, name: string) =>
  (data as MetricsData).resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .find((metric) => metric.name === name)
    ?.sum?.dataPoints.map(
      ({ attributes, asInt }) => [attributes.map(({ value }) => Object.values(value)[0]), asInt] as const,
    );

const durationsOf = (data: unknown, name: string) =>
  (data as MetricsData).resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .find((metric) => metric.name === name)
    ?.histogram?.dataPoints.map(
      ({ attributes, count }) => [attributes.map(({ value }) => Object.values(value)[0]), count] as const,
    );

describe('observability', () => {
  let nats: NatsServer;
  let client: SymphonyClient;
  const running: Application[] = [];

  beforeAll(async () => {
    nats = await startNatsServer({ jetstream: {} });
    client = await SymphonyClient.connect({ nats: { servers: nats.url }, env: {} });
  });
  afterEach(async () => {
    for (const application of running.splice(0)) await application.stop();
  });
  afterAll(async () => {
    await client?.close();
    await nats?.stop();
  });

  const start = async (
    extension: unknown,
    observability: boolean | ObservabilityOptions | null = true,
    logger: Logger = silentLogger,
  ) => {
    const options = {
      nats: { servers: nats.url },
      logger,
      signals: false,
      ...(observability === null ? {} : { observability }),
    };
    const application = await createApplication(extension, options);
    running.push(application);
    await application.start();
    return application;
  };
  const poll = (prefix: string, signal: string): Promise<unknown> => client.extension(prefix).invoke(signal);

  it('[obs.enable] [obs.handlers] makes one trace of what two extensions do for a request', async () => {
    await start([Kitchen, Waiter]);
    await client.extension('waiter').invoke('order', undefined, traced);
    const [call, order] = spansOf(await poll('waiter', 'traces'));
    expect(order).toMatchObject({ traceId: TRACE_ID, parentSpanId: SPAN_ID, name: 'order', kind: 2, status: {} });
    expect(call).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: order?.spanId,
      traceState: 'vendor=1',
      name: 'kitchen/cook',
      kind: 3,
      status: {},
    });
    expect(call?.attributes).toEqual([
      { key: 'messaging.system', value: { stringValue: 'nats' } },
      { key: 'messaging.destination.name', value: { stringValue: 'cirata.extensions.kitchen.cook' } },
      { key: 'rpc.system.name', value: { stringValue: 'nats' } },
      { key: 'rpc.method', value: { stringValue: 'kitchen/cook' } },
    ]);
    const answer = await poll('kitchen', 'traces');
    const [stir, cook, ...others] = spansOf(answer);
    expect(others).toEqual([]);
    expect(cook).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: call?.spanId,
      name: 'cook',
      traceState: 'vendor=1',
    });
    expect(cook?.attributes).toEqual(
      expect.arrayContaining([
        { key: 'dish', value: { stringValue: 'soup' } },
        { key: 'messaging.destination.name', value: { stringValue: 'cirata.extensions.kitchen.cook' } },
        { key: 'code.function.name', value: { stringValue: 'Kitchen.cook' } },
      ]),
    );
    expect(stir).toMatchObject({ traceId: TRACE_ID, parentSpanId: cook?.spanId, name: 'stir', kind: 1 });
    expect(answer).toMatchObject({
      resourceSpans: [
        {
          resource: {
            attributes: [
              { key: 'service.name', value: { stringValue: 'kitchen' } },
              { key: 'service.version', value: { stringValue: '2.0.0' } },
              { key: 'service.instance.id', value: { stringValue: expect.any(String) } },
            ],
          },
        },
      ],
    });
    expect(await poll('kitchen', 'traces')).toEqual({ resourceSpans: [] });
  });

  it('[obs.calls] says of each call what became of it, below the work that made it', async () => {
    await start([Kitchen, Waiter]);
    await client.extension('waiter').invoke('hurry', undefined, traced);
    const spans = spansOf(await poll('waiter', 'traces'));
    const [twice, hurry] = ['twice', 'hurry'].map((name) => spans.find((span) => span.name === name)?.spanId);
    const calls = spans.filter(({ kind }) => kind === 3);
    const errorOf = ({ attributes }: OtlpSpan) => attributes.find(({ key }) => key === 'error.type')?.value;
    const told = calls.map((span) => [span.name, span.parentSpanId, errorOf(span), span.status.code] as const);
    expect(told.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ['kitchen/burn', twice, { stringValue: '500' }, 2],
      ['kitchen/refuse', hurry, { stringValue: '404' }, 2],
      ['no.one', twice, { stringValue: 'NO_RESPONDERS' }, 2],
    ]);
    const [burn] = spansOf(await poll('kitchen', 'traces'));
    expect(burn).toMatchObject({
      name: 'burn',
      parentSpanId: calls.find(({ name }) => name === 'kitchen/burn')?.spanId,
    });
  });

  it('[obs.calls] leaves a call alone that belongs to no trace', async () => {
    const [waiter] = (await start([Waiter, Kitchen])).extensions;
    await client.extension('waiter').invoke('quietly');
    await waiter?.context.client.extension('kitchen').invoke('cook');
    expect(spansOf(await poll('waiter', 'traces'))).toEqual([]);
  });

  it('[obs.calls] hands on a trace that is not recorded', async () => {
    await start([Waiter, Kitchen]);
    const headers = { traceparent: `00-${TRACE_ID}-${SPAN_ID}-00` };
    await client.extension('waiter').invoke('order', undefined, { headers });
    expect([...spansOf(await poll('waiter', 'traces')), ...spansOf(await poll('kitchen', 'traces'))]).toEqual([]);
  });

  it('[obs.handlers] follows every kind of message, and says which of them failed', async () => {
    await start([Kitchen, Waiter]);
    const kitchen = client.extension('kitchen');
    const refused = (name: string) => kitchen.invoke(name).catch(() => undefined);
    await refused('burn');
    await refused('refuse');
    await kitchen.instance(running[0]?.extensions[0]?.instanceId ?? '').invoke('stove');
    await client.request('cirata.extensions.kitchen.commands', { command: 'close' });
    await client.request('cirata.extensions.kitchen.dish', { method: 'GET', url: '/dishes/1', headers: {} });
    await client.extension('waiter').invoke('call', undefined, traced);
    const spans: OtlpSpan[] = [];
    await eventually(async () => {
      spans.push(...spansOf(await poll('kitchen', 'traces')));
      return spans.some(({ kind }) => kind === 5);
    });
    const [call] = spansOf(await poll('waiter', 'traces'));
    expect(spans.map(({ name, kind, status }) => [name, kind, status.message])).toEqual([
      ['burn', 2, 'on fire'],
      ['refuse', 2, undefined],
      ['stove', 2, undefined],
      ['close', 2, undefined],
      ['GET /dishes/{id}', 2, undefined],
      ['extensions.waiter.called', 5, undefined],
    ]);
    expect(spans[1]?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: '404' } });
    expect(spans[5]).toMatchObject({ traceId: TRACE_ID, parentSpanId: call?.spanId, events: [{ name: 'heard' }] });
  });

  it('[obs.handlers] says the HTTP status, and fails from 500 on', async () => {
    await start(Kiosk);
    const names = ['open', 'soldOut', 'refused', 'closed', 'fallen', 'burnt'];
    for (const name of names)
      await client
        .extension('kiosk')
        .invoke(name)
        .catch(() => undefined);
    const spans = spansOf(await poll('kiosk', 'traces'));
    const said = (span: OtlpSpan, name: string) =>
      span.attributes.filter(({ key }) => key === name).map(({ value }) => Object.values(value)[0])[0];
    expect(
      spans.map((span) => [
        span.name,
        said(span, 'http.response.status_code'),
        said(span, 'error.type'),
        span.status,
        span.events.length,
      ]),
    ).toEqual([
      ['GET /open', '200', undefined, {}, 0],
      ['GET /sold-out', '404', undefined, {}, 0],
      ['GET /refused', '404', undefined, {}, 0],
      ['GET /closed', '503', '503', { code: 2 }, 0],
      ['GET /fallen', '502', '502', { code: 2, message: 'fallen over' }, 1],
      ['GET /burnt', '500', '500', { code: 2, message: 'burnt' }, 1],
    ]);
  });

  it('[obs.handlers] leaves out a handler that is not to be traced', async () => {
    await start(Kitchen);
    expect(await client.extension('kitchen').invoke('quiet', undefined, traced)).toEqual({
      isRecording: false,
      parent: traced.headers.traceparent,
    });
    expect(spansOf(await poll('kitchen', 'traces'))).toEqual([]);
  });

  it('[obs.logs] keeps log lines, with the span they belong to', async () => {
    await start(Kitchen);
    await client.extension('kitchen').invoke('cook', undefined, traced);
    await client
      .extension('kitchen')
      .invoke('burn', undefined, traced)
      .catch(() => undefined);
    const spans = spansOf(await poll('kitchen', 'traces'));
    const lines = logsOf(await poll('kitchen', 'logs'));
    const idOf = (name: string) => spans.find((span) => span.name === name)?.spanId;
    expect(lines.map(({ severityText, body, traceId, spanId }) => [severityText, body, traceId, spanId])).toEqual([
      ['INFO', { stringValue: 'Kitchen 2.0.0 is live' }, undefined, undefined],
      ['INFO', { stringValue: 'cooking' }, TRACE_ID, idOf('cook')],
      ['ERROR', { stringValue: 'Kitchen.burn failed' }, TRACE_ID, idOf('burn')],
    ]);
    expect(await poll('kitchen', 'logs')).toEqual({ resourceLogs: [] });
  });

  it('[obs.logs] keeps the lines of the loggers that an extension is given, and no others', async () => {
    const toConsole = jest.spyOn(console, 'info').mockImplementation(() => undefined);
    await start(Scribe);
    await client.extension('scribe').invoke('write', undefined, traced);
    expect(toConsole).toHaveBeenCalledWith('by the console');
    toConsole.mockRestore();
    const [write] = spansOf(await poll('scribe', 'traces'));
    const lines = logsOf(await poll('scribe', 'logs')).filter(({ spanId }) => spanId !== undefined);
    expect(lines.map(({ body, traceId, spanId }) => [body, traceId, spanId])).toEqual([
      [{ stringValue: 'by the injected logger' }, TRACE_ID, write?.spanId],
      [{ stringValue: 'by the logger of the context' }, TRACE_ID, write?.spanId],
      [{ stringValue: 'by the logger of the request' }, TRACE_ID, write?.spanId],
    ]);
  });

  it('[obs.counters] counts requests, errors and what the author counts, from the start on', async () => {
    await start(Kitchen);
    const kitchen = client.extension('kitchen');
    await kitchen.invoke('cook');
    await kitchen.invoke('cook');
    await kitchen.invoke('burn').catch(() => undefined);
    for (const polls of [0, 1]) {
      const metrics = await poll('kitchen', 'metrics');
      const requests = metricOf(metrics, 'nats.service.requests.total');
      expect(requests).toEqual(
        expect.arrayContaining([
          [['cook'], '2'],
          [['burn'], '1'],
        ]),
      );
      expect(requests?.filter(([[endpoint]]) => endpoint === 'metrics')).toEqual(polls ? [[['metrics'], '1']] : []);
      expect(metricOf(metrics, 'nats.service.errors.total')).toEqual([[['burn'], '1']]);
      expect(metricOf(metrics, 'dishes.cooked')).toEqual([[['soup'], '2']]);
    }
  });

  it('[obs.durations] tells how long requests took, by what became of them', async () => {
    await start([Kitchen, Kiosk]);
    for (const name of ['cook', 'cook', 'burn', 'refuse', 'quiet']) {
      await client
        .extension('kitchen')
        .invoke(name)
        .catch(() => undefined);
    }
    for (const name of ['open', 'soldOut', 'closed', 'closed', 'fallen']) {
      await client
        .extension('kiosk')
        .invoke(name)
        .catch(() => undefined);
    }
    expect(durationsOf(await poll('kitchen', 'metrics'), 'rpc.server.call.duration')).toEqual([
      [['nats', 'kitchen/cook'], '2'],
      [['nats', 'kitchen/burn', '500'], '1'],
      [['nats', 'kitchen/refuse', '404'], '1'],
      [['nats', 'kitchen/quiet'], '1'],
    ]);
    const metrics = await poll('kiosk', 'metrics');
    expect(durationsOf(metrics, 'http.server.request.duration')).toEqual([
      [['GET', '/open', '200'], '1'],
      [['GET', '/sold-out', '404'], '1'],
      [['GET', '/closed', '503', '503'], '2'],
      [['GET', '/fallen', '502', '502'], '1'],
    ]);
    const { scopeMetrics } = (metrics as MetricsData).resourceMetrics[0] ?? {};
    const durations = scopeMetrics?.[0]?.metrics.find(({ name }) => name === 'http.server.request.duration');
    expect(durations?.unit).toBe('s');
    const [point] = durations?.histogram?.dataPoints ?? [];
    expect(point?.explicitBounds).toEqual([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]);
    expect(point?.sum).toBeGreaterThan(0);
    expect(point?.sum).toBeLessThan(60);
  });

  it('[obs.durations] gives out what one message does not hold with the next', async () => {
    const [kitchen] = (await start(Kitchen)).extensions;
    const waits = kitchen?.context.metrics.histogram('waits');
    for (let table = 0; table < 2_000; table += 1) waits?.record(table, { table, guest: 'x'.repeat(400) });
    const seen = new Set<unknown>();
    for (let polls = 0; polls < 4; polls += 1) {
      const points = durationsOf(await poll('kitchen', 'metrics'), 'waits') ?? [];
      expect(points.length).toBeGreaterThan(0);
      for (const [[table]] of points) seen.add(table);
    }
    expect(seen.size).toBe(2_000);
  });

  it('[obs.enable] keeps no more than it may, and tells how much is lost', async () => {
    await start(Kitchen, { maxSpans: 3, maxLogs: 2 });
    for (let calls = 0; calls < 5; calls += 1) await client.extension('kitchen').invoke('cook');
    expect(spansOf(await poll('kitchen', 'traces')).map(({ name }) => name)).toEqual(['cook', 'stir', 'cook']);
    expect(logsOf(await poll('kitchen', 'logs'))).toHaveLength(2);
    const metrics = await poll('kitchen', 'metrics');
    expect(metricOf(metrics, 'symphony.telemetry.spans.dropped')).toEqual([[[], '7']]);
    expect(metricOf(metrics, 'symphony.telemetry.logs.dropped')).toEqual([[[], '4']]);
  });

  it('[obs.enable] says at the end how much nobody has collected', async () => {
    const lines: (readonly [level: string, message: string, fields: LogFields | undefined])[] = [];
    const listen = (level: string) => (message: string, fields?: LogFields) => lines.push([level, message, fields]);
    const logger: Logger = {
      debug: listen('debug'),
      info: listen('info'),
      warn: listen('warn'),
      error: listen('error'),
      child: () => logger,
    };
    await start(Kitchen, { maxSpans: 1 }, logger);
    for (let calls = 0; calls < 2; calls += 1) await client.extension('kitchen').invoke('cook');
    await running.pop()?.stop();
    // One of two spans per call was kept. There is also a line that the extension is running, and one line per call.
    expect(lines.filter(([level]) => level === 'warn')).toEqual([
      ['warn', 'telemetry that nobody collected is lost', { spans: 4, log_lines: 3 }],
    ]);
    lines.splice(0);
    await start(Kitchen, true, logger);
    await poll('kitchen', 'logs');
    await running.pop()?.stop();
    expect(lines.map(([, message]) => message)).toEqual(['Kitchen 2.0.0 is live']);
  });

  it('[obs.enable] is found by discovery, and asked at each instance', async () => {
    await start(Kitchen);
    await start(Kitchen);
    const ids = running.map(({ extensions }) => extensions[0]?.instanceId ?? '');
    const kitchen = client.extension('kitchen');
    for (const id of ids) await kitchen.instance(id).invoke('cook');
    const nc = await connect({ servers: nats.url });
    const found: string[] = [];
    for await (const { metadata, endpoints } of await new Svcm(nc).client().info('kitchen')) {
      const { subject } = endpoints.find((endpoint) => endpoint.metadata?.['telemetry-signal'] === 'traces') ?? {};
      expect(subject).toBe('cirata.extensions.kitchen.traces');
      found.push(metadata?.['instance_id'] ?? '');
    }
    await nc.close();
    expect(found.toSorted()).toEqual(ids.toSorted());
    for (const id of ids) {
      const spans = spansOf(await kitchen.instance(id).invoke('traces'));
      expect(spans.map(({ name }) => name)).toEqual(['stir', 'cook']);
    }
  });

  it('[obs.enable] is off unless it is asked for', async () => {
    const application = await start(Kitchen, false);
    expect(application.extensions[0]?.manifest.services[0]?.endpoints.map(({ name }) => name)).not.toContain('traces');
    await expect(poll('kitchen', 'traces')).rejects.toMatchObject({ code: 'NO_RESPONDERS' });
    expect(await client.extension('kitchen').invoke('cook')).toEqual({ dish: 'soup' });
  });

  it('[obs.enable] needs the three names, only where it is on', async () => {
    @Extension({ prefix: 'taken', name: 'Taken', version: '1.0.0' })
    class Taken {
      @Endpoint()
      logs() {
        return [];
      }
    }
    await expect(createApplication(Taken, { observability: true })).rejects.toMatchObject({
      params: { problems: [{ where: 'Taken.logs', text: expect.stringContaining("'logs'") }] },
    });
    await expect(createApplication(Taken)).resolves.toBeDefined();
  });

  it('[obs.enable] keeps its endpoints from what is added while running', async () => {
    const context = (await start(Kitchen)).extensions[0]?.context;
    for (const add of [
      () => context?.addEndpoint('traces', {}, () => 'mine'),
      () => context?.addInstanceHandler('traces', () => 'mine'),
    ]) {
      await expect(add()).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
    }
    await context?.addEndpoint('traces', { group: 'own' }, () => 'mine');
    expect(await client.request('cirata.extensions.kitchen.own.traces')).toBe('mine');
    expect(await poll('kitchen', 'traces')).toHaveProperty('resourceSpans');
  });

  it('[obs.enable] is asked for by the extension itself, unless the application says otherwise', async () => {
    @Extension({ prefix: 'seen', name: 'Seen', version: '1.0.0', observability: { maxSpans: 1 } })
    class Seen {
      @Endpoint()
      work() {
        return true;
      }
    }
    await start(Seen, null);
    for (const call of ['work', 'work']) await client.extension('seen').invoke(call);
    expect(spansOf(await poll('seen', 'traces'))).toHaveLength(1);
    await running.pop()?.stop();
    await start(Seen, false);
    await expect(poll('seen', 'traces')).rejects.toMatchObject({ code: 'NO_RESPONDERS' });
  });
});

describe('observability on a platform', () => {
  it('[obs.enable] is collected from outside the account of the extension', async () => {
    await using platform = await TestPlatform.start();
    const kitchen = await platform.create(Kitchen, { application: { observability: true } });
    await kitchen.request('cook');
    expect(spansOf(await kitchen.requestInstance('traces')).map(({ name }) => name)).toEqual(['stir', 'cook']);
    expect(metricOf(await kitchen.send('metrics'), 'dishes.cooked')).toEqual([[['soup'], '1']]);
  });
});

describe('collectors on a platform', () => {
  it('[obs.enable] are keys with a right of their own: one that may call an endpoint drains nothing', async () => {
    await using platform = await TestPlatform.start();
    const { instanceId } = await platform.create(Kitchen, { application: { observability: true } });
    const as = async (name: string, ...pub: string[]): Promise<SymphonyClient> => {
      const capabilities = { pub: { allow: pub }, sub: { allow: [] } };
      const { token } = await platform.platform.keys.create({ name, kind: 'client', capabilities });
      return SymphonyClient.connect({ token, address: platform.platform.httpUrl, env: {} });
    };
    await using guest = await as('guest', 'cirata.extensions.kitchen.cook');
    await using collector = await as('collector', rights.telemetryCollect);
    const [asGuest, asCollector] = [guest, collector].map((client) => client.extension('kitchen'));
    await asGuest?.invoke('cook');
    for (const signal of ['logs', 'traces', 'metrics']) {
      await expect(asGuest?.invoke(signal)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
      await expect(asGuest?.instance(instanceId).invoke(signal)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
    expect(spansOf(await asCollector?.invoke('traces')).map(({ name }) => name)).toEqual(['stir', 'cook']);
    const lines = logsOf(await asCollector?.instance(instanceId).invoke('logs'));
    expect(lines.map(({ body }) => body)).toContainEqual({ stringValue: 'cooking' });
    await expect(asCollector?.invoke('cook')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});

describe('observability without a server', () => {
  it('is tested as it runs', async () => {
    await using kitchen = await TestExtension.create(Kitchen, { observability: true });
    await kitchen.request('cook');
    expect(spansOf(await kitchen.send('traces')).map(({ name }) => name)).toEqual(['stir', 'cook']);
    expect(metricOf(await kitchen.send('metrics'), 'dishes.cooked')).toEqual([[['soup'], '1']]);
    expect(logsOf(await kitchen.send('logs')).map(({ body }) => body)).toEqual([{ stringValue: 'cooking' }]);
  });
});
