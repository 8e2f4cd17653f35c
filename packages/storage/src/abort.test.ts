import { abortable, assertNotAborted, isAborted } from './abort.js';

describe(abortable, () => {
  it('is the promise itself without a signal', () => {
    const promise = Promise.resolve(1);
    expect(abortable('work', promise, undefined)).toBe(promise);
  });

  it('settles as the promise does', async () => {
    const { signal } = new AbortController();
    expect(await abortable('work', Promise.resolve(1), signal)).toBe(1);
    await expect(abortable('work', Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  it.each(['before', 'after'])(
    'rejects where the signal fires %s the call, with its reason as the cause',
    async (when) => {
      const abort = new AbortController();
      const reason = new Error('not wanted');
      if (when === 'before') abort.abort(reason);
      const ended = abortable('work', new Promise<never>(() => undefined), abort.signal);
      if (when === 'after') abort.abort(reason);
      await expect(ended).rejects.toMatchObject({ code: 'ABORTED', params: { what: 'work' }, cause: reason });
    },
  );
});

describe(assertNotAborted, () => {
  it('throws once the signal has fired', () => {
    const abort = new AbortController();
    expect(() => assertNotAborted('work', undefined)).not.toThrow();
    expect(() => assertNotAborted('work', abort.signal)).not.toThrow();
    expect([isAborted(undefined), isAborted(abort.signal)]).toEqual([false, false]);
    abort.abort(new Error('not wanted'));
    expect(isAborted(abort.signal)).toBe(true);
    expect(() => assertNotAborted('work', abort.signal)).toThrow(
      expect.objectContaining({ code: 'ABORTED', cause: new Error('not wanted') }),
    );
  });
});
