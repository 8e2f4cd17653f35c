import { classNameFrom, prefixFrom, titleFrom } from './names.js';

describe('prefixFrom', () => {
  it.each([
    ['order-history', 'order-history'],
    ['Order History', 'order-history'],
    ['2nd_Try!', 'nd_try'],
    ['été', 't'],
  ])('makes %p to %p', (folder, prefix) => {
    expect(prefixFrom(folder)).toBe(prefix);
  });

  it.each(['', '42', '...', 'api'])('finds nothing in %p', (folder) => {
    expect(prefixFrom(folder)).toBeUndefined();
  });
});

describe('titleFrom and classNameFrom', () => {
  it('write words with capitals', () => {
    expect(titleFrom('order-history_2')).toBe('Order History 2');
    expect(classNameFrom('order-history_2')).toBe('OrderHistory2');
  });

  it.each(['extension', 'person', 'promise'])('keep the class of %p apart from what has its name already', (prefix) => {
    expect(classNameFrom(prefix)).toMatch(/Service$/);
  });
});
