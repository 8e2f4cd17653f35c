/** What `jsm_test.go`, `test/jsm_test.go`, `test/msginfo_test.go` and `stream_query_unit_test.go` of jsm.go assert. */
import { headers } from '@nats-io/nats-core';
import { parseApiReply } from '../../src/api/api-request.js';
import { buildPrefixes } from '../../src/api/api-subject.js';
import { isValidName, parseHeaderMetadata, parseMessageMetadata } from '../../src/index.js';
import { withoutServerMetadata } from '../../src/json/server-metadata.js';
import { parseDuration } from '../../src/query/duration.js';
import { buildStreamMatcher } from '../../src/query/stream-query.js';
import { streamInfo } from '../support/check-inputs.js';

describe('TestIsValidName', () => {
  it.each([
    ['valid', true],
    ['', false],
    ['x.x', false],
    ['x>x', false],
    ['x*x', false],
    ['\0', false],
    ['a\0b', false],
    ['\0abc', false],
    ['abc\0', false],
  ])('says of %j: %p', (name, isValid) => {
    expect(isValidName(name)).toBe(isValid);
  });
});

describe('TestIsValidSubjectPrefix', () => {
  it.each([
    ['js', true],
    ['js.foreign', true],
    ['a.b.c', true],
    ['', false],
    ['bad>prefix', false],
    ['bad*prefix', false],
    ['bad prefix', false],
    ['a..b', false],
    ['.a', false],
    ['a.bad>b', false],
    ['>', false],
    ['*', false],
    ['foo.*', false],
    ['foo.>', false],
  ])('says of %j as a prefix of the API and of events: %p', (prefix, isValid) => {
    for (const options of [{ apiPrefix: prefix }, { eventPrefix: prefix }]) {
      if (isValid) expect(() => buildPrefixes(options)).not.toThrow();
      else expect(() => buildPrefixes(options)).toThrow('INVALID_OPTIONS');
    }
  });

  it.each(['>', '*', 'foo.*', 'foo.>', 'foo..bar', 'bad>domain'])('refuses %j as a domain', (domain) => {
    expect(() => buildPrefixes({ domain })).toThrow(/INVALID_OPTIONS.*domain/);
  });

  it('refuses a domain beside a prefix', () => {
    expect(() => buildPrefixes({ domain: 'valid', apiPrefix: 'js.foreign' })).toThrow('INVALID_OPTIONS');
  });
});

describe('TestAPISubject', () => {
  it.each([
    [{}, '$JS.API'],
    [{ apiPrefix: 'js.foreign' }, 'js.foreign'],
    [{ domain: 'domain' }, '$JS.domain.API'],
  ])('with %j', (options, api) => {
    expect(buildPrefixes(options).api).toBe(api);
  });
});

describe('TestParseDuration', () => {
  it.each(['1000y', '1000000w', '1000000d', '10000M', '200y100y', '', 'x', '5'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    ['1d', 86_400_000],
    ['1w', 7 * 86_400_000],
    ['1M', 30 * 86_400_000],
    ['1Y', 365 * 86_400_000],
    ['0', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});

describe('TestIsErrorResponse, TestParseErrorResponse, TestIsOKResponse, TestIsNatsError', () => {
  it.each([
    ['{"error":{"code":404}}', { status: 404, errCode: 0 }],
    ['{"error":{"code":404,"description":"test error","err_code":123}}', { errCode: 123, description: 'test error' }],
    ['{"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"},"seq":0}', { errCode: 10_077 }],
    ['+OK', { code: 'INVALID_REPLY' }],
    ["-ERR 'error'", { code: 'INVALID_REPLY' }],
  ])('takes %s for an error', (text, expected) => {
    expect(() => parseApiReply(text, 'REQUEST')).toThrow(expect.objectContaining(expected));
  });

  it('takes a reply without error for what it is', () => {
    expect(parseApiReply('{"stream":"test"}', 'REQUEST')).toEqual({ stream: 'test' });
  });
});

describe('TestParseJSMsgMetadata_New', () => {
  const parts = {
    stream: 'ORDERS',
    consumer: 'NEW',
    delivered: 1,
    streamSequence: 2,
    consumerSequence: 3,
    pending: 10,
  };
  it.each([
    ['$JS.ACK.ORDERS.NEW.1.2.3.1587466354254920000.10', parts],
    ['$JS.ACK.DOMAIN.ACCOUNT.ORDERS.NEW.1.2.3.1587466354254920000.10', { ...parts, domain: 'DOMAIN' }],
    ['$JS.ACK._.ACCOUNT.ORDERS.NEW.1.2.3.1587466354254920000.10', parts],
    ['$JS.ACK.DOMAIN.ACCOUNT.ORDERS.NEW.1.2.3.1587466354254920000.10.a.b', { ...parts, domain: 'DOMAIN' }],
  ])('reads %s', (reply, expected) => {
    expect(parseMessageMetadata({ reply })).toEqual({
      ...expected,
      timestampNanos: 1_587_466_354_254_920_000n,
      timestamp: new Date(1_587_466_354_254),
    });
  });

  it('refuses a domain without account', () => {
    const reply = '$JS.ACK.DOMAIN.ORDERS.NEW.1.2.3.1587466354254920000.10';
    expect(() => parseMessageMetadata({ reply })).toThrow('INVALID_METADATA');
  });

  it('refuses a message without metadata', () => {
    expect(() => parseMessageMetadata({})).toThrow('INVALID_METADATA');
  });

  it('has no number of pending messages where there is none', () => {
    const reply = '$JS.ACK.ORDERS.NEW.1.2.3.1587466354254920000.not-a-number';
    expect(parseMessageMetadata({ reply })).not.toHaveProperty('pending');
  });
});

describe('TestParseJSMsgMetadataDirect', () => {
  const direct = (fields: Readonly<Record<string, string>>) => {
    const hdrs = headers();
    const all = { 'Nats-Stream': 'ORDERS', 'Nats-Sequence': '5', 'Nats-Time-Stamp': '2020-04-21T07:52:34.25Z' };
    for (const [name, value] of Object.entries({ ...all, ...fields })) hdrs.set(name, value);
    return hdrs;
  };

  it('reads the headers', () => {
    const metadata = parseHeaderMetadata(direct({}));
    expect(metadata).toMatchObject({ stream: 'ORDERS', streamSequence: 5 });
    expect(metadata).not.toHaveProperty('consumer');
    expect(metadata).not.toHaveProperty('pending');
  });

  it('reads the number of pending messages', () => {
    expect(parseHeaderMetadata(direct({ 'Nats-Num-Pending': '99' })).pending).toBe(99);
  });

  it('refuses a sequence that is not a number', () => {
    expect(() => parseHeaderMetadata(direct({ 'Nats-Sequence': 'not-a-number' }))).toThrow('INVALID_METADATA');
  });
});

it('TestFilterServerMetadata', () => {
  const own = { 'io.nats.monitor.enabled': '1', 'io.nats.monitor.seen-critical': '5m' };
  const servers = { '_nats.req.level': '0', '_nats.ver': '2.15.1', '_nats.level': '5' };
  expect(withoutServerMetadata({ ...own, ...servers })).toEqual(own);
});

describe('TestMatchApiLevel', () => {
  const levelled = (level: string) => {
    const info = streamInfo({});
    return { ...info, config: { ...info.config, metadata: { '_nats.req.level': level } } };
  };
  it.each([
    ['2', 'apilevel >= 1', true],
    ['2', 'apilevel >= 3', false],
    ['notanumber', 'apilevel >= 1', false],
  ])('of a stream with level %s: %s is %p', (level, query, expected) => {
    expect(buildStreamMatcher(query, 0)(levelled(level))).toBe(expected);
  });
});
