import { isJetStreamManagerError } from '../errors/manager-error.js';
import { describeType, schema, schemaSearch, schemaTypes, schemaUrl } from './schema.js';

const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return isJetStreamManagerError(error) ? error.code : error;
  }
  return undefined;
};

describe('schema', () => {
  it('is a draft 7 document with the id of its file, also where two published files share one', () => {
    expect(schema('io.nats.jetstream.api.v1.consumer_info_request')).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'https://nats.io/schemas/jetstream/api/v1/consumer_info_request.json',
      title: 'io.nats.jetstream.api.v1.consumer_info_request',
      description: 'Asks for the state of a consumer; has no fields',
      $comment: 'since 2.2.0',
      type: 'object',
      properties: {},
    });
  });

  it.each(['stream', 'consumer'])('says of each field of a %s configuration what it is for', (what) => {
    const { properties } = schema(`io.nats.jetstream.api.v1.${what}_configuration`);
    const fields = Object.entries(properties as Record<string, { description?: string }>);
    expect(fields.length).toBeGreaterThan(30);
    expect(fields.filter(([, field]) => !field.description)).toEqual([]);
  });

  it('refuses a type that it does not know', () => {
    expect(codeOf(() => schema('io.nats.nothing'))).toBe('UNKNOWN_MESSAGE_TYPE');
    expect(codeOf(() => schema('constructor'))).toBe('UNKNOWN_MESSAGE_TYPE');
  });

  it('is built once', () => {
    expect(schema('io.nats.server.monitor.v1.varz')).toBe(schema('io.nats.server.monitor.v1.varz'));
  });
});

describe('schemaSearch', () => {
  it.each<[string | RegExp, number]>([
    ['', 83],
    ['micro', 3],
    [/advisory|metric/g, 27],
    ['^pub', 0],
  ])('finds for %s', (pattern, count) => {
    expect(schemaSearch(pattern)).toHaveLength(count);
  });

  it('refuses what is no regular expression', () => {
    expect(codeOf(() => schemaSearch('['))).toBe('INVALID_ARGUMENT');
  });
});

describe('schemaUrl', () => {
  it('points to the published file, of a newer type too', () => {
    expect(schemaUrl('io.nats.jetstream.metric.v1.consumer_ack')).toBe(
      'https://raw.githubusercontent.com/nats-io/jsm.go/master/schemas/jetstream/metric/v1/consumer_ack.json',
    );
    expect(schemaUrl('io.nats.future.v2.thing')).toMatch(/future\/v2\/thing\.json$/);
    expect(codeOf(() => schemaUrl('com.example.thing'))).toBe('UNKNOWN_MESSAGE_TYPE');
  });
});

describe('describeType', () => {
  it.each(schemaTypes())('says since when %s exists, and what it is', (type) => {
    const { since, description } = describeType(type);
    expect(since).toMatch(/^(any|2\.\d+\.\d+)$/);
    expect(description.length).toBeGreaterThan(10);
  });
});
