import { TestExtension } from '@symphony-ts/testing';
import { App, EXCHANGE_RATES, Prices, VAT } from './dependencies.examples.js';

describe('Prices', () => {
  // #region test
  it('quotes with the rates it is given', async () => {
    await using prices = await TestExtension.create(Prices, {
      providers: [
        { provide: VAT, useValue: 0 },
        { provide: EXCHANGE_RATES, useValue: { rateOf: () => 2 } },
      ],
    });
    expect(await prices.request('quote', { count: 3, currency: 'USD' })).toBe(59.94);
  });
  // #endregion

  // #region test-module
  it('quotes as the module is wired, with one provider replaced', async () => {
    await using prices = await TestExtension.create(App, { providers: [{ provide: VAT, useValue: 0.1 }] });
    expect(await prices.request('quote', { count: 1, currency: 'EUR' })).toBe(9.9);
  });
  // #endregion

  it('refuses to boot without a provider, and names what is missing', async () => {
    await expect(TestExtension.create(Prices, { providers: [{ provide: VAT, useValue: 0 }] })).rejects.toThrow(
      /exchange rates/,
    );
  });
});
