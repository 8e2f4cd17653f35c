import { assertKnownOptions } from './option-names.js';

const names = { timeoutMs: true, onProgress: true, signal: true } as const;

describe('assertKnownOptions', () => {
  it.each<[object, string]>([
    [{ timeoutMS: 5 }, "there is no option 'timeoutMS': did you mean 'timeoutMs'?"],
    [{ singal: 1 }, "there is no option 'singal': did you mean 'signal'?"],
    [{ timeout: 5 }, "there is no option 'timeout': did you mean 'timeoutMs'?"],
    [{ constructor: 1 }, "there is no option 'constructor': it takes timeoutMs, onProgress, signal"],
    [
      { a: 1, b: 2 },
      "there is no option 'a': it takes timeoutMs, onProgress, signal; there is no option 'b': it takes",
    ],
    [new AbortController().signal, 'the options are an AbortSignal: give { signal }'],
    [Object('text') as object, "there is no option '0'"],
  ])('refuses %j', (options, words) => {
    expect(() => assertKnownOptions('pages', options, names)).toThrow(`[INVALID_OPTIONS] pages: ${words}`);
  });

  it.each([[{}], [{ timeoutMs: 5, signal: undefined }], [{ timeoutMS: undefined }]])('accepts %j', (options) => {
    expect(() => assertKnownOptions('pages', options, names)).not.toThrow();
  });
});
