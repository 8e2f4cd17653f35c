import type { SpanRecord } from './encode-traces.js';
import { type ActiveTrace, SpanRecorder } from './tracer.js';

const active: ActiveTrace = { current: () => undefined, run: (_trace, work) => work() };

function recording() {
  const ended: SpanRecord[] = [];
  let now = 1_000;
  const recorder = new SpanRecorder({ clock: () => (now += 1), ended: (span) => ended.push(span) });
  return { tracer: recorder.tracer(active), ended };
}

/** A query of a library: it has a `then`, is not a `Promise`, and runs when it is awaited. */
const query = <T>(run: () => Promise<T>): PromiseLike<T> => ({
  // oxlint-disable-next-line unicorn/no-thenable -- a query of a library is one
  then: (resolve, reject) => run().then(resolve, reject),
});

describe('Tracer.span', () => {
  it('ends with a query that is not a Promise, once it has answered', async () => {
    const { tracer, ended } = recording();
    const rows = tracer.span('load', () => query(() => Promise.resolve(['row'])));
    expect(ended).toEqual([]);
    await expect(rows).resolves.toEqual(['row']);
    expect(ended).toMatchObject([{ name: 'load', failure: undefined }]);
  });

  it('fails with a query that is refused', async () => {
    const { tracer, ended } = recording();
    const rows = tracer.span('load', () => query(() => Promise.reject(new Error('no table'))));
    await expect(rows).rejects.toThrow('no table');
    expect(ended).toMatchObject([{ name: 'load', failure: 'no table' }]);
  });

  it('ends at once with a value', () => {
    const { tracer, ended } = recording();
    expect(tracer.span('sum', () => 3)).toBe(3);
    expect(ended).toHaveLength(1);
  });
});
