import type { StreamInfo } from '@nats-io/jetstream';
import { isSubjectWithin } from './build-matcher.js';
import { parseDuration } from './duration.js';
import { buildStreamMatcher } from './stream-query.js';

const nowMs = Date.UTC(2026, 0, 31);
const day = 86_400_000;

function stream(overrides: { config?: object; state?: object; cluster?: object; created?: string } = {}): StreamInfo {
  // Only the fields a query reads.
  return {
    created: overrides.created ?? new Date(nowMs - 10 * day).toISOString(),
    config: { name: 'ORDERS', subjects: ['orders.*'], num_replicas: 3, retention: 'limits', ...overrides.config },
    state: {
      messages: 5,
      bytes: 500,
      consumer_count: 2,
      last_ts: new Date(nowMs - day).toISOString(),
      ...overrides.state,
    },
    cluster: { name: 'C1', leader: 'n1', replicas: [{ name: 'n2' }], ...overrides.cluster },
  } as StreamInfo;
}

const matches = (query: string, thing = stream()) => buildStreamMatcher(query, nowMs)(thing);

describe('buildStreamMatcher', () => {
  it.each([
    ['', true],
    ['replicas = 3', true],
    ['replicas<3', false],
    ['replicas >= 3 and idle > 1h', true],
    ['replicas >= 3 idle > 2d', false],
    ['idle > 2d or age > 1w', true],
    ['not idle > 2d', true],
    ['! (replicas = 3 and empty)', true],
    ['empty', false],
    ['empty = false', true],
    ['mirror or sourced', false],
    ['leader = n1', true],
    ['leader != n1', false],
    ['leader ~ "^n[12]$"', true],
    ['server = n2', true],
    ['cluster !~ "^C"', false],
    ['subject = orders.>', true],
    ['subject ~ orders.> and name = ORDERS', true],
    ['subject ~ "invoices.>"', false],
    ['subject != invoices.>', true],
    ['messages > 4 consumers <= 2 bytes < 1000', true],
    ['name = "ORDERS"', true],
    ['NOT empty AND retention = limits', true],
  ])('answers %j with %p', (query, expected) => {
    expect(matches(query)).toBe(expected);
  });

  it('inverts what "not" stands before, and nothing else', () => {
    const idle = stream({ state: { last_ts: new Date(nowMs - 5 * day).toISOString() } });
    expect([stream(), idle].map((each) => matches('not idle > 2d', each))).toEqual([true, false]);
  });

  it('takes a stream without messages as idle since its creation', () => {
    const fresh = stream({ state: { last_ts: '0001-01-01T00:00:00Z' }, created: new Date(nowMs - 1000).toISOString() });
    expect(matches('idle > 1h', fresh)).toBe(false);
    expect(matches('idle > 500ms', fresh)).toBe(true);
  });

  it.each([
    ['nothing = 1', 'there is no field nothing; there are age (duration), '],
    ['replicas', 'replicas needs a comparison'],
    ['replicas = many', '"many" is not a number'],
    ['idle > 5', '"5" is not a duration'],
    ['replicas =', 'a value for replicas is expected'],
    ['(replicas = 1', 'a parenthesis is not closed'],
    ['replicas = 1)', ') is not expected here'],
    ['= 1', 'a field is expected'],
    ['leader > n1', '> does not fit text'],
    ['leader ~ "["', 'is not a regular expression'],
    ['name = "open', 'this cannot be read'],
    ['empty = maybe', 'maybe is neither true nor false'],
  ])('refuses %j and says where and why', (query, message) => {
    expect(() => matches(query)).toThrow(expect.objectContaining({ code: 'INVALID_QUERY' }));
    expect(() => matches(query)).toThrow(message);
    expect(() => matches(query)).toThrow(/at \d+ in/);
  });
});

describe('isSubjectWithin', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.*', true],
    ['a.*', 'a.*', true],
    ['a.*', 'a.b', false],
    ['a.b.c', 'a.>', true],
    ['a.>', 'a.>', true],
    ['a.>', 'a.*', false],
    ['a', 'a.>', false],
    ['a.b', 'a', false],
    ['>', 'a.>', false],
    ['a.b', '>', true],
  ])('says of %s within %s: %p', (subject, pattern, expected) => {
    expect(isSubjectWithin(subject, pattern)).toBe(expected);
  });
});

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['1s', 1000],
    ['1h30m', 5_400_000],
    ['1.5d', 129_600_000],
    ['2w', 14 * day],
    ['1y', 365 * day],
    ['10us', 0.01],
    ['', undefined],
    ['5', undefined],
    ['5x', undefined],
    ['1h x', undefined],
  ])('reads %j as %p ms', (text, expected) => {
    if (expected === undefined) expect(parseDuration(text)).toBeUndefined();
    else expect(parseDuration(text)).toBeCloseTo(expected);
  });
});
