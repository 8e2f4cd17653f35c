import { TestExtension } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import {
  Capability,
  createLogger,
  Endpoint,
  type EndpointRequest,
  type EventMessage,
  Extension,
  Logger,
  Subscribe,
} from '../../src/index.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';

/** A logger whose lines the test reads. */
function capture(level?: 'debug' | 'warn') {
  const raw: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    raw.push(line);
    lines.push(JSON.parse(line) as Record<string, unknown>);
  };
  const logger = createLogger('chat', { destination: { write }, env: {}, ...(level ? { level } : {}) });
  return { lines, raw, logger };
}

@Extension({ prefix: 'chat', name: 'Chat', version: '1.0.0' })
@Capability('pub', 'extensions.chat.said', 'Somebody said something')
class Chat {
  constructor(private readonly logger: Logger) {}

  @Endpoint()
  say(_input: unknown, request: EndpointRequest) {
    this.logger.info('of the extension');
    request.logger.info('of the request', { items: 42 });
    return {};
  }

  @Endpoint()
  announce(_input: unknown, { client }: EndpointRequest) {
    return client.publish('extensions.chat.said', { text: 'hello' });
  }

  @Subscribe('extensions.chat.said')
  said(_message: unknown, { logger }: EventMessage): void {
    logger.info('of the event');
  }
}

describe('logging', () => {
  it('[log.json] [log.fields] [log.standalone] writes a JSON object a line, with the fields all SDKs share', () => {
    const { lines, logger } = capture();
    logger.info('Processing batch', { items: 42 });
    expect(lines).toEqual([
      { timestamp: expect.any(String), level: 'info', extension: 'chat', message: 'Processing batch', items: 42 },
    ]);
    expect(new Date(String(lines[0]?.['timestamp'])).getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('[log.fields] writes no field over those, whatever its name', () => {
    const { lines, raw, logger } = capture();
    logger.info('heard', { message: { job: 1 }, level: 7, items: 42 });
    expect(lines[0]).toMatchObject({ level: 'info', message: 'heard', message_: { job: 1 }, level_: 7, items: 42 });
    expect(raw[0]?.split('"message":')).toHaveLength(2);
  });

  it.each<[string, (logger: Logger) => void, Record<string, unknown>]>([
    [
      'a reserved name',
      (logger) => logger.child({ message: 'm', level: 7 }).info('said'),
      { message_: 'm', level_: 7 },
    ],
    ['another extension', (logger) => logger.child({ extension: 'other' }).info('said'), { extension: 'other' }],
    ['what its parent has', (logger) => logger.child({ a: 1, b: 1 }).child({ a: 2 }).info('said'), { a: 2, b: 1 }],
    ['what its line has', (logger) => logger.child({ a: 1, b: 1 }).info('said', { a: 2 }), { a: 2, b: 1 }],
    [
      'a reserved name, and so has its line',
      (logger) => logger.child({ level: 1 }).info('said', { level: 2 }),
      { level_: 2 },
    ],
    [
      'an error, and so has its line',
      (logger) => logger.child({ err: new Error('a') }).info('said', { err: 'b' }),
      { err: 'b' },
    ],
    ['what pino takes for an option', (logger) => logger.child({ formatters: 1 }).info('said'), { formatters: 1 }],
  ])('[log.fields] writes each name once a line: a child with %s', (_what, write, expected) => {
    const { lines, raw, logger } = capture();
    write(logger);
    expect(lines[0]).toMatchObject({ level: 'info', extension: 'chat', message: 'said', ...expected });
    // A line that is written again keeps its length only if no name was in it twice.
    expect(raw[0]).toHaveLength(JSON.stringify(lines[0]).length + 1);
  });

  it('[log.error] writes errors with their stack and cause', () => {
    const { lines, logger } = capture();
    logger.error('Query failed', { err: new Error('outer', { cause: new Error('inner') }) });
    expect(JSON.stringify(lines[0])).toMatch(/outer.*inner/);
    expect(lines[0]).toMatchObject({ level: 'error', err: { stack: expect.stringContaining('logging.test') } });
  });

  it('[log.level] takes its level from LOG_LEVEL, unless the options say another', () => {
    const lines: string[] = [];
    const options = { destination: { write: (line: string) => void lines.push(line) }, env: { LOG_LEVEL: 'error' } };
    createLogger('chat', options).warn('quiet');
    createLogger('chat', options).error('loud');
    createLogger('chat', { ...options, level: 'warn' }).warn('louder');
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['loud', 'louder']);
  });

  it('[log.level] leaves out what is below its level', () => {
    const { lines, logger } = capture('warn');
    logger.info('quiet');
    logger.warn('loud');
    expect(lines.map(({ message }) => message)).toEqual(['loud']);
  });

  it('[log.injected] [log.trace] is injected, and carries the trace of a request', async () => {
    const { lines, logger } = capture();
    await using chat = await TestExtension.create(Chat, { logger });
    await chat.send('say', undefined, { headers: { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` } });
    await chat.send('say');
    const ids = { trace_id: TRACE_ID, span_id: SPAN_ID };
    const own = lines.filter(({ message }) => message === 'of the extension');
    expect(own).toEqual([expect.objectContaining({ extension: 'chat', ...ids }), expect.not.objectContaining(ids)]);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'of the request', items: 42, ...ids }));
  });

  it('[log.trace] names the trace once a line', async () => {
    const { raw, logger } = capture();
    await using chat = await TestExtension.create(Chat, { logger });
    await chat.send('say', undefined, { headers: { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` } });
    const traced = raw.filter((line) => line.includes(TRACE_ID));
    expect(traced.map((line) => line.split('"trace_id"').length - 1)).toEqual([1, 1]);
  });

  it('[log.trace] [calls.trace] follows a request into the events it causes', async () => {
    const { lines, logger } = capture();
    await using chat = await TestExtension.create(Chat, { logger });
    await chat.send('announce', undefined, { headers: { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` } });
    await eventually(() => lines.some(({ message }) => message === 'of the event'));
    expect(lines).toContainEqual(expect.objectContaining({ message: 'of the event', trace_id: TRACE_ID }));
  });
});
