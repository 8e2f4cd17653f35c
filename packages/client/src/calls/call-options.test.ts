import { mergeHeaders, resolveCall } from './call-options.js';

const NOW = 1_000_000;
const AT = { defaultTimeoutMs: 5_000, clock: () => NOW };

describe('resolveCall', () => {
  it.each([
    ['its own time', { timeoutMs: 10 }, {}, 10],
    ['the default', {}, {}, 5_000],
    ['what is left until the deadline', { timeoutMs: 900 }, { deadline: new Date(NOW + 300) }, 300],
    ['its own time before the deadline', { timeoutMs: 100 }, { deadline: new Date(NOW + 300) }, 100],
    ['nothing after the deadline', {}, { deadline: new Date(NOW - 1) }, 0],
  ])('waits %s', (_what, options, scope, expected) => {
    expect(resolveCall(options, scope, AT).timeoutMs).toBe(expected);
  });

  it('adds its own headers to those of its scope, and wins', () => {
    const { headers } = resolveCall({ headers: { a: '1' } }, { headers: { a: '0', b: '2' } }, AT);
    expect(headers).toEqual({ a: '1', b: '2' });
  });

  it('listens to both signals', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const isCancelled = (): unknown =>
      resolveCall({ signal: one.signal }, { signal: other.signal }, AT).cancellations?.map((each) => each.isCancelled);
    expect(isCancelled()).toEqual([false, false]);
    other.abort();
    expect(isCancelled()).toEqual([false, true]);
    expect(resolveCall({}, {}, AT).cancellations).toBeUndefined();
  });
});

describe('mergeHeaders', () => {
  const inherited = { traceparent: 'p', tracestate: 's', other: 'o' };

  it.each([
    ['keeps what is inherited', {}, inherited],
    ['prefers its own', { other: 'own' }, { ...inherited, other: 'own' }],
    ['leaves the state of another trace behind', { traceparent: 'own' }, { traceparent: 'own', other: 'o' }],
  ])('%s', (_what, own, expected) => {
    expect(mergeHeaders(inherited, own)).toEqual(expected);
  });
});
