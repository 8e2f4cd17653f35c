import { withAbandonment } from './abandonment.js';

const called = (...allow: string[]) => withAbandonment({ pub: { allow }, sub: { allow: [] } });

describe('withAbandonment', () => {
  it.each([
    [['cirata.extensions.stock.take', 'cirata.extensions.stock.list'], ['cirata.extensions.stock.$abandoned']],
    [['cirata.extensions.stock.instance.I.show'], ['cirata.extensions.stock.$abandoned']],
    [['cirata.extensions.*.take', 'extensions.stock.changed', 'cirata.services.info'], []],
  ])('adds to %j %j', (allow, added) => {
    expect(called(...allow)).toEqual([...allow, ...added]);
  });

  it('adds nothing where a JWT would grow beyond what a server takes', () => {
    const many = Array.from({ length: 1_500 }, (_, index) => `cirata.extensions.x${index}.a`);
    expect(called(...many)).toEqual(many);
  });
});
