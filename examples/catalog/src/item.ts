import { z } from 'zod';

/** An item as it is stored. Fields beyond these are kept. */
export const Item = z.looseObject({ id: z.string().min(1), name: z.string().min(1) });
export type Item = z.infer<typeof Item>;

/** What a caller sends; without an id it is given one. */
export const NewItem = Item.partial({ id: true });
export type NewItem = z.infer<typeof NewItem>;

export const ItemId = z.object({ id: z.string().min(1) });
export type ItemId = z.infer<typeof ItemId>;

export const Added = z.object({ status: z.literal('created'), id: z.string() });
export type Added = z.infer<typeof Added>;
