import { missingCapabilities } from './needs.js';

const capabilities = [
  { type: 'sub', subject: 'extensions.orders.list', description: '' },
  { type: 'pub', subject: 'extensions.prices.of', description: '' },
  { type: 'sub', subject: 'events.prices.changed', description: '' },
  { type: 'pub', subject: 'services.usage.report', description: '' },
] as const;
const orders = { prefix: 'orders', capabilities };

describe('missingCapabilities', () => {
  it('names foreign subjects that are not granted, and no others', () => {
    const none = { pub: { allow: [] }, sub: { allow: [] } };
    expect(missingCapabilities(orders, none)).toEqual(['pub cirata.extensions.prices.of', 'sub events.prices.changed']);
  });

  it('accepts a grant for the call if a name stands for a call and an event', () => {
    const granted = { pub: { allow: ['cirata.extensions.prices.of'] }, sub: { allow: ['events.prices.changed'] } };
    expect(missingCapabilities(orders, granted)).toEqual([]);
  });

  it('counts patterns that cover a subject', () => {
    const wide = { pub: { allow: ['cirata.extensions.>', 'extensions.prices.*'] }, sub: { allow: ['events.>'] } };
    expect(missingCapabilities(orders, wide)).toEqual([]);
  });
});
