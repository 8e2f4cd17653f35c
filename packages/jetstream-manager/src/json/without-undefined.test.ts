import { withoutUndefined } from './without-undefined.js';

describe('withoutUndefined', () => {
  it.each([
    [{}, {}],
    [{ id: 1 }, { id: 1 }],
    [{ id: undefined }, {}],
    [
      { id: 0, name: '', isOn: false, at: null },
      { id: 0, name: '', isOn: false, at: null },
    ],
    [{ outer: { inner: undefined }, gone: undefined }, { outer: { inner: undefined } }],
  ])('of %j is %j', (record, expected) => {
    const result = withoutUndefined(record);
    expect(result).toStrictEqual(expected);
    expect(Object.keys(result)).toEqual(Object.keys(expected));
  });

  it('leaves what it is given as it was', () => {
    const record = Object.freeze({ id: 1, name: undefined });
    withoutUndefined(record);
    expect(Object.keys(record)).toEqual(['id', 'name']);
  });

  it('has the type of what is left', () => {
    const given: { readonly id: number; readonly name: string | undefined } = { id: 1, name: undefined };
    const left: { readonly id: number; readonly name?: string } = withoutUndefined(given);
    expect(left).toStrictEqual({ id: 1 });
  });
});
