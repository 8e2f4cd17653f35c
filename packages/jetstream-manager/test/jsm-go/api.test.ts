/** What `api/jetstream_test.go`, `api/schemas_test.go` and `test/api_level_test.go` of jsm.go assert. */
import { type ConsumerSettings, consumerApiLevel } from '../../src/consumers/consumer-config.js';
import { type ApiErrorReply, buildApiError } from '../../src/errors/api-error.js';
import {
  ApiError,
  buildCloudEvent,
  isEvent,
  isServerError,
  parseMessage,
  type StreamSettings,
  schema,
  schemaSearch,
  schemaTypes,
  schemaUrl,
  serverErrors,
  typeForMessage,
  typesForRequestSubject,
} from '../../src/index.js';
import { streamApiLevel } from '../../src/streams/stream-config.js';

const api = (name: string) => `io.nats.jetstream.api.v1.${name}`;

describe('TestRequiredApiLevel', () => {
  // The library's types do not have the newest fields.
  const consumed = { name: 'src', consumer: { name: 'dur', deliver_subject: 'd' } };
  const prioritized: object = { priority_groups: ['X'], priority_policy: 'prioritized' };
  it.each<[string, StreamSettings, number]>([
    ['nothing set', {}, 0],
    ['a counter', { allow_msg_counter: true }, 2],
    ['message TTLs', { allow_msg_ttl: true }, 1],
    ['a subject transform, which any server knows', { subject_transform: { src: 'foo', dest: 'bar' } }, 0],
    ['the highest of several', { allow_msg_ttl: true, allow_msg_counter: true }, 2],
    ['a consumer of a source', { sources: [{ name: 'plain' }, consumed] }, 4],
    ['a consumer of a mirror', { mirror: consumed }, 4],
    ['no sources', { sources: [] }, 0],
    ['texts in a list', { subjects: ['a', 'b'] }, 0],
  ])('of a stream with %s', (_, settings, level) => {
    expect(streamApiLevel(settings)).toBe(level);
  });

  it.each<[string, ConsumerSettings, number]>([
    ['nothing set', {}, 0],
    ['a pause', { pause_until: '2030-01-01T00:00:00Z' }, 1],
    ['overflow priority', { priority_groups: ['X'], priority_policy: 'overflow' }, 1],
    ['pinned priority', { priority_groups: ['X'], priority_policy: 'pinned_client', priority_timeout: 60e9 }, 1],
    ['prioritized clients', prioritized, 2],
  ])('of a consumer with %s', (_, settings, level) => {
    expect(consumerApiLevel(settings)).toBe(level);
  });
});

describe('TestApiError', () => {
  it.each<[ApiErrorReply, string]>([
    [{ code: 400, err_code: 10_001, description: 'bad request' }, 'bad request (10001, status 400)'],
    [{ code: 503, err_code: 10_008 }, 'no description (10008, status 503)'],
    [{ code: 404 }, 'no description (0, status 404)'],
  ])('of %j tells what happened', (reply, text) => {
    const error = buildApiError(reply, 'REQUEST');
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toContain(text);
    expect([error.status, error.errCode]).toEqual([reply.code, reply.err_code ?? 0]);
  });
});

describe('TestIsNatsErr', () => {
  const { JSStreamNotFoundErr, JSConsumerNotFoundErr } = serverErrors;
  it.each([
    ['a reply with that code', { err_code: JSStreamNotFoundErr.errCode }, true],
    ['the code alone', JSStreamNotFoundErr.errCode, true],
    ['another code', { err_code: JSConsumerNotFoundErr.errCode }, false],
    ['a reply without code', {}, false],
  ])('knows %s', (_, reply, expected) => {
    expect(isServerError(reply, JSStreamNotFoundErr)).toBe(expected);
  });
});

describe('TestTypesForJetStreamSubjectPrefix, TestSchemaForRequestSubject', () => {
  it.each([
    ['$JS.API.STREAM.CREATE.ORDERS', 'stream_create'],
    ['$JS.API.CONSUMER.CREATE.foo.bar', 'consumer_create'],
    ['$JS.API.CONSUMER.CREATE.foo.bar.orders.>', 'consumer_create'],
  ])('of %s', (subject, name) => {
    expect(typesForRequestSubject(subject)).toEqual({
      request: api(`${name}_request`),
      response: api(`${name}_response`),
    });
  });
});

describe('TestSchemaForEvent', () => {
  it.each([
    ['{"schema":"io.nats.jetstream.metric.v1.consumer_ack"}', 'io.nats.jetstream.metric.v1.consumer_ack'],
    ['{"type":"io.nats.jetstream.metric.v1.consumer_ack"}', 'io.nats.jetstream.metric.v1.consumer_ack'],
    ['{}', 'io.nats.unknown_message'],
  ])('of %s', (text, type) => {
    expect(typeForMessage(text)).toBe(type);
  });
});

describe('schemas', () => {
  it('TestSchemaURLForToken', () => {
    expect(schemaUrl('io.nats.jetstream.metric.v1.consumer_ack')).toMatch(
      /\/jetstream\/metric\/v1\/consumer_ack\.json$/,
    );
    expect(() => schemaUrl('jetstream.metric.v1.consumer_ack')).toThrow('UNKNOWN_MESSAGE_TYPE');
  });

  it('TestSchemaSearch', () => {
    expect(schemaSearch('')).toEqual(schemaTypes());
    expect(schemaSearch('consumer_create')).toEqual([api('consumer_create_request'), api('consumer_create_response')]);
  });

  it('TestSchema', () => {
    const type = api('stream_names_request');
    expect(schema(type)).toMatchObject({ $id: 'https://nats.io/schemas/jetstream/api/v1/stream_names_request.json' });
  });
});

it('TestToCloudEvent', () => {
  const message = {
    type: 'io.nats.jetstream.advisory.v1.api_audit',
    id: 'uafvZ1UEDIW5FZV6kvLgWA',
    timestamp: '2020-04-23T16:51:18.516363Z',
    server: 'NDJWE4SOUJOJT2TY5Y2YQEOAHGAK5VIGXTGKWJSFHVCII4ITI3LBHBUV',
    client: { host: '::1', port: 57_924, cid: 17, account: '$G', name: 'NATS CLI', lang: 'go', version: '1.9.2' },
    subject: '$JS.STREAM.LIST',
    response: '["ORDERS"]',
  };
  const parsed = parseMessage(JSON.stringify(message));
  if (!isEvent(parsed)) throw new Error('the audit is an event');
  expect(buildCloudEvent(parsed)).toMatchObject({
    specversion: '1.0',
    type: message.type,
    source: 'urn:nats:jetstream',
    subject: 'advisory',
    id: message.id,
    time: message.timestamp,
    dataschema: expect.stringMatching(/\/jetstream\/advisory\/v1\/api_audit\.json$/),
    data: message,
  });
});
