import * as fc from 'fast-check';
import { mutationOf } from '../../test/support/message-arbitrary.js';
import { recordedMessages } from '../../test/support/recorded-messages.js';
import { isJetStreamManagerError } from '../errors/manager-error.js';
import { parseMessage } from '../schemas/parse-message.js';
import { schemaSearch } from '../schemas/schema.js';
import { isEvent, type NatsEvent } from './kinds/event.js';
import { type RenderFormat, renderEvent, renderFormats } from './render-event.js';

const eventOf = (message: object): NatsEvent => {
  const parsed = parseMessage(JSON.stringify(message));
  if (!isEvent(parsed)) throw new Error(`not an event: ${parsed.type}`);
  return parsed;
};

const jetstream = (name: string, fields: object) => ({
  type: `io.nats.jetstream.advisory.v1.${name}`,
  id: 'ID1',
  timestamp: '2026-01-31T11:25:49.668Z',
  ...fields,
});
const group = {
  replicas: [
    { name: 'n1', current: true, active: 0 },
    { name: 'n2', current: false, active: 1_500_000 },
  ],
};
const delivery = { stream: 'S', consumer: 'C', stream_seq: 7, consumer_seq: 9, deliveries: 3 };
const server = (kind: string, fields: object) => ({
  type: `io.nats.server.${kind}`,
  id: 'ID2',
  timestamp: '2026-01-31T11:25:49Z',
  ...fields,
});
const client = { user: 'joe', acc: 'A', id: 5, host: '127.0.0.1', lang: 'nats.js', ver: '3.4.0' };

describe('renderEvent, text/compact', () => {
  it.each<[object, string]>([
    [
      jetstream('api_audit', { subject: '$JS.API.STREAM.INFO.TESTING', client: { acc: '$G' } }),
      '[JS API] $JS.API.STREAM.INFO.TESTING $G',
    ],
    [jetstream('api_audit', { subject: '$JS.API.INFO', client }), '[JS API] $JS.API.INFO joe @ A'],
    [jetstream('api_limit_reached', { server: 'n1', dropped: 12345 }), '[JS API Limit] n1 discarded 12,345 messages'],
    [jetstream('stream_action', { action: 'create', stream: 'S' }), '[Stream Create] S'],
    [jetstream('consumer_action', { action: 'delete', stream: 'S', consumer: 'C' }), '[Consumer Delete] S > C'],
    [
      jetstream('consumer_pause', { stream: 'S', consumer: 'C', paused: false }),
      '[Consumer Pause] Consumer: S > C Paused: false',
    ],
    [
      jetstream('consumer_group_pinned', { stream: 'S', consumer: 'C', group: 'G', pinned_id: 'P' }),
      '[PINNED] Consumer S > C pinned client P for group G',
    ],
    [
      jetstream('consumer_group_unpinned', { stream: 'S', consumer: 'C', group: 'G', reason: 'admin' }),
      '[UNPINNED] Consumer S > C unpinned client for group G: admin',
    ],
    [jetstream('max_deliver', delivery), '[JS Max Deliveries] S (7) > C: 3 deliveries'],
    [jetstream('nak', delivery), '[JS Delivery NAKed] S (7) > C: 3 deliveries'],
    [
      jetstream('terminated', { ...delivery, reason: 'broken' }),
      '[JS Delivery Terminated] S (7) > C: 3 deliveries: broken',
    ],
    [
      jetstream('stream_leader_elected', { stream: 'S', leader: 'n1', ...group }),
      '[RAFT] Stream S elected n1 of 2 peers',
    ],
    [
      jetstream('consumer_quorum_lost', { stream: 'S', consumer: 'C', ...group }),
      '[RAFT] Consumer S > C lost quorum of 2 peers',
    ],
    [
      jetstream('domain_leader_elected', { leader: 'n1', cluster: 'C1', ...group }),
      '[RAFT] Domain leader elected n1 in cluster C1 leader of 2 peers',
    ],
    [
      jetstream('server_out_of_space', { server: 'n1', server_id: 'N1' }),
      '[Out of Space] n1 (N1) ran out of disk space',
    ],
    [
      jetstream('server_removed', { server: 'n1', server_id: 'N1', cluster: 'C1' }),
      '[Server Removed] n1 (N1) in cluster C1 was removed',
    ],
    [
      jetstream('snapshot_create', { stream: 'S', blocks: 1200, block_size: 2048 }),
      '[Snapshot Create] S 1,200 blocks of 2.0 KiB',
    ],
    [
      jetstream('snapshot_create', { stream: 'S', state: { messages: 5, bytes: 282 } }),
      '[Snapshot Create] S 5 messages, 282 B',
    ],
    [
      jetstream('restore_complete', {
        stream: 'S',
        bytes: 5e6,
        start: '2026-01-31T11:00:00Z',
        end: '2026-01-31T11:00:01Z',
      }),
      '[Restore Complete] S restored 4.8 MiB started 11:00:00 ended 11:00:01',
    ],
    [
      jetstream('stream_batch_abandoned', { stream: 'S', batch: 'B', reason: 'timeout' }),
      '[Batch Abandoned] S abandoned batch B: timeout',
    ],
    [
      server('advisory.v1.client_connect', { client, server: { name: 'n1' } }),
      '[Connection] user: joe cid: 5 in account A',
    ],
    [
      server('advisory.v1.client_disconnect', { client: { acc: 'A', id: 5 }, reason: 'Client Closed' }),
      '[Disconnection] cid: 5 in account A: Client Closed',
    ],
    [
      server('metric.v1.service_latency', {
        requestor: { rtt: 1_000_000 },
        responder: { rtt: 250 },
        system: 0,
        service: 90_500_000_000,
      }),
      '[Svc Latency] requestor 1ms <-> system 0ns <- service rtt 250ns -> service 1m30.5s',
    ],
  ])('renders %j', (message, expected) => {
    expect(renderEvent(eventOf(message), 'text/compact')).toBe(`11:25:49 ${expected}`);
  });

  it('keeps one line, whatever the fields hold', () => {
    const message = jetstream('stream_action', { action: 'create', stream: 'A\nfaked line\u001b[31m' });
    expect(renderEvent(eventOf(message), 'text/compact')).toBe('11:25:49 [Stream Create] A faked line [31m');
  });
});

describe('renderEvent, text/extended', () => {
  it('shows a title and every field below it', () => {
    const message = jetstream('api_audit', {
      subject: '$JS.API.INFO',
      server: 'n1',
      client,
      request: '',
      response: '{\n}',
    });
    expect(renderEvent(eventOf(message), 'text/extended')).toBe(
      [
        '[11:25:49] [ID1] JetStream API Access',
        '',
        '      Server: n1',
        '     Subject: $JS.API.INFO',
        '      Client:',
        '                           User: joe Account: A',
        '                           Host: 127.0.0.1',
        '                             ID: 5',
        '                Library Version: 3.4.0  Language: nats.js',
        '     Request:',
        '              Empty Request',
        '    Response:',
        '              {',
        '              }',
      ].join('\n'),
    );
  });
});

describe('renderEvent, JSON', () => {
  const message = jetstream('max_deliver', { ...delivery, extra: { kept: true } });
  const large = JSON.stringify(message).replace('"stream_seq":7', '"stream_seq":18446744073709551615');

  it('keeps every field and digit', () => {
    const parsed = parseMessage(large);
    if (!isEvent(parsed)) throw new Error('not an event');
    const text = renderEvent(parsed, 'application/json');
    expect(text).toContain('"stream_seq": 18446744073709551615');
    expect(text.replaceAll(/\s/g, '')).toBe(large);
  });

  it('wraps an event as a CloudEvent', () => {
    expect(JSON.parse(renderEvent(eventOf(message), 'application/cloudeventv1'))).toEqual({
      specversion: '1.0',
      type: 'io.nats.jetstream.advisory.v1.max_deliver',
      id: 'ID1',
      time: '2026-01-31T11:25:49.668Z',
      source: 'urn:nats:jetstream',
      subject: 'advisory',
      dataschema:
        'https://raw.githubusercontent.com/nats-io/jsm.go/master/schemas/jetstream/advisory/v1/max_deliver.json',
      datacontenttype: 'application/json',
      data: message,
    });
  });
});

describe('renderEvent', () => {
  const recordedEvents = recordedMessages.filter(({ type }) => /\.(advisory|metric)\./.test(type));

  it('knows all kinds of events', () => {
    const kinds = schemaSearch(/\.(advisory|metric)\./);
    expect(kinds).toHaveLength(27);
    expect([...new Set(recordedEvents.map(({ type }) => type))].sort()).toEqual(kinds);
  });

  it.each(recordedEvents.map((event, index) => ({ ...event, index })))(
    'renders a recorded $type ($source, $index) in all formats, without gaps',
    ({ message }) => {
      for (const format of renderFormats) {
        const text = renderEvent(eventOf(message), format);
        expect(text).not.toMatch(/undefined|NaN|\[object|--:--/);
        expect(text.trimEnd()).toBe(text);
      }
    },
  );

  it.each(recordedEvents.filter(({ source }) => source !== '2.9').map((event, index) => ({ ...event, index })))(
    'renders $type ($index) whatever is changed in it',
    ({ type, message }) => {
      fc.assert(
        fc.property(mutationOf(message), fc.constantFrom(...renderFormats), (changed, format) => {
          const body = typeof changed === 'object' && changed !== null && !Array.isArray(changed) ? changed : {};
          expect(typeof renderEvent(eventOf({ ...body, type }), format)).toBe('string');
        }),
        { numRuns: 30 },
      );
    },
  );

  it.each<[string, () => string, string]>([
    ['another format', () => renderEvent(eventOf(jetstream('nak', {})), 'text/html' as RenderFormat), 'UNKNOWN_FORMAT'],
    [
      'another kind of message',
      () => renderEvent({ type: 'toString', message: {} } as unknown as NatsEvent, 'text/compact'),
      'UNKNOWN_MESSAGE_TYPE',
    ],
  ])('refuses %s', (_what, render, code) => {
    let thrown: unknown;
    try {
      render();
    } catch (error) {
      thrown = error;
    }
    expect(isJetStreamManagerError(thrown) && thrown.code).toBe(code);
  });
});
