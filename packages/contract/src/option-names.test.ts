import { assertKnownOptions, findUnknownOptions } from './option-names.js';

const names = { timeoutMs: true, request: true, response: true, description: true } as const;

describe('findUnknownOptions', () => {
  it.each<[unknown, string]>([
    [{ timeoutMS: 5 }, "there is no option 'timeoutMS': did you mean 'timeoutMs'?"],
    [{ respones: 1 }, "there is no option 'respones': did you mean 'response'?"],
    [{ descripton: '' }, "there is no option 'descripton': did you mean 'description'?"],
    [{ desc: '' }, "there is no option 'desc': did you mean 'description'?"],
    [{ input: 1 }, "there is no option 'input': it takes timeoutMs, request, response, description"],
    [{ toString: 1 }, "there is no option 'toString': it takes timeoutMs, request, response, description"],
    [{ constructor: 1 }, "there is no option 'constructor': it takes timeoutMs, request, response, description"],
    ['text', 'the options are a string: give an object; it takes timeoutMs, request, response, description'],
    [5, 'the options are a number: give an object; it takes timeoutMs, request, response, description'],
    [true, 'the options are a boolean: give an object; it takes timeoutMs, request, response, description'],
    [new AbortController().signal, 'the options are an AbortSignal: give { signal }'],
  ])('tells of %j', (given, words) => {
    expect(findUnknownOptions(given, names).map(({ text, fix }) => `${text}: ${fix}`)).toEqual([words]);
  });

  it.each([[{}], [{ timeoutMs: 5 }], [{ timeoutMS: undefined }], [undefined], [null]])(
    'finds nothing in %j',
    (given) => {
      expect(findUnknownOptions(given, names)).toEqual([]);
    },
  );

  it('says where nothing is taken', () => {
    expect(findUnknownOptions({ a: 1 }, {})).toEqual([{ text: "there is no option 'a'", fix: 'it takes no options' }]);
  });
});

describe('assertKnownOptions', () => {
  it('names the place and every unknown option', () => {
    expect(() => assertKnownOptions('createApplication', { adress: 'x', requst: 1 }, { address: true })).toThrow(
      "[INVALID_CONFIGURATION] createApplication: there is no option 'adress': did you mean 'address'?; there is no option 'requst': it takes address",
    );
  });
});
