import { AppModule, defineToken, Endpoint, Extension, Inject, Injectable, Logger } from '@symphony-ts/extension';
import { z } from 'zod';

// #region injectable
@Injectable()
export class Rounding {
  round(amount: number): number {
    return Math.round(amount * 100) / 100;
  }
}

@Injectable()
export class PriceList {
  constructor(private readonly rounding: Rounding) {}

  priceOf(count: number, rate: number): number {
    return this.rounding.round(count * 9.99 * rate);
  }
}
// #endregion

// #region tokens
export interface ExchangeRates {
  rateOf(currency: string): number | undefined;
}
export const EXCHANGE_RATES = defineToken<ExchangeRates>('exchange rates');
export const VAT = defineToken<number>('VAT');
// #endregion

const Quote = z.object({ count: z.number().int().positive(), currency: z.string().length(3) });

// #region extension
@Extension({ prefix: 'prices', name: 'Prices', version: '1.0.0', description: 'Quotes prices' })
export class Prices {
  constructor(
    private readonly list: PriceList,
    private readonly logger: Logger,
    @Inject(EXCHANGE_RATES) private readonly rates: ExchangeRates,
    @Inject(VAT) private readonly vat: number,
  ) {}

  @Endpoint({ request: Quote, response: z.number() })
  quote({ count, currency }: z.infer<typeof Quote>): number {
    const rate = this.rates.rateOf(currency) ?? 1;
    this.logger.debug('quoting', { currency, rate });
    return this.list.priceOf(count, rate * (1 + this.vat));
  }
}
// #endregion

// #region module
export class RoundUp extends Rounding {
  override round(amount: number): number {
    return Math.ceil(amount * 100) / 100;
  }
}

async function loadRates(): Promise<ExchangeRates> {
  const rates = new Map([['EUR', 0.9]]); // read from a file, a database or another service
  return { rateOf: (currency) => rates.get(currency) };
}

@AppModule({
  extensions: [Prices],
  providers: [
    { provide: Rounding, useClass: RoundUp },
    { provide: VAT, useValue: 0.2 },
    { provide: EXCHANGE_RATES, useFactory: loadRates },
  ],
})
export class App {}
// #endregion
