import * as z from 'zod';

// oxlint-disable typescript/no-unnecessary-type-parameters -- the parameters are what is compared

/** True where two types are the same, `any` and optional fields told apart. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only for `true`. */
export const is = <_T extends true>(): void => undefined;

export const Item = z.object({ id: z.string(), name: z.string(), at: z.iso.datetime().optional() });
export type Item = z.infer<typeof Item>;
export const NewItem = z.object({ name: z.string(), count: z.number().default(1) });
export type NewItem = z.infer<typeof NewItem>;
export const ItemId = z.object({ id: z.string() });
export type ItemId = z.infer<typeof ItemId>;

export abstract class Prices {
  private readonly factor = 1;
  abstract of(sku: string): number;
  twice(sku: string): number {
    return 2 * this.factor * this.of(sku);
  }
}
