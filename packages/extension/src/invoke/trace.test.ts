import type { IncomingMessage } from './message.js';
import { currentTrace, readTrace, traceFields, withTrace } from './trace.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`;

const message = (given?: Readonly<Record<string, string>>): IncomingMessage => ({
  subject: 's',
  data: new Uint8Array(),
  ...(given ? { headers: { get: (name: string) => given[name] ?? '', keys: () => Object.keys(given) } } : {}),
});

describe('readTrace', () => {
  it.each([
    ['a parent', { traceparent: PARENT }, { traceparent: PARENT }],
    ['a parent with its state', { traceparent: PARENT, tracestate: 'a=1' }, { traceparent: PARENT, tracestate: 'a=1' }],
    ['a parent of a later version', { traceparent: `cc-${TRACE_ID}-${SPAN_ID}-01-more` }, expect.anything()],
    ['no parent, whatever the state', { tracestate: 'a=1' }, undefined],
    ['no headers', undefined, undefined],
    ['a trace id of zeros', { traceparent: `00-${'0'.repeat(32)}-${SPAN_ID}-01` }, undefined],
    ['a span id of zeros', { traceparent: `00-${TRACE_ID}-${'0'.repeat(16)}-01` }, undefined],
    ['the version that is none', { traceparent: `ff-${TRACE_ID}-${SPAN_ID}-01` }, undefined],
    ['upper case', { traceparent: PARENT.toUpperCase() }, undefined],
    ['anything else', { traceparent: 'a-b-c-d' }, undefined],
  ])('reads %s', (_what, given, expected) => {
    expect(readTrace(message(given))).toEqual(expected);
  });
});

describe('traceFields', () => {
  it('names the trace and the span, as logs have them', () => {
    expect(traceFields({ traceparent: PARENT })).toEqual({ trace_id: TRACE_ID, span_id: SPAN_ID });
    expect(traceFields(undefined)).toEqual({});
  });
});

describe('withTrace', () => {
  const traced = message({ traceparent: PARENT });
  const input = (given = message()) => ({ message: given, openedSpan: undefined });
  const later = () => new Promise((resolve) => setImmediate(resolve)).then(currentTrace);

  it('lasts for whatever the work waits for, and no longer', async () => {
    const inside = withTrace(input(traced), later);
    expect(currentTrace()).toBeUndefined();
    expect(await inside).toEqual({ traceparent: PARENT });
    expect(currentTrace()).toBeUndefined();
  });

  it('keeps works side by side apart', async () => {
    const works = [withTrace(input(traced), later), withTrace(input(), later)];
    expect(await Promise.all(works)).toEqual([{ traceparent: PARENT }, undefined]);
  });

  it('leaves the trace around it where a message has none', () => {
    expect(withTrace(input(traced), () => withTrace(input(), currentTrace))).toBeUndefined();
  });
});
