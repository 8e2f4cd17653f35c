import { z } from 'zod';

/** An id is part of a key in the bucket, so it holds only what a key may hold. */
const Id = z.string().regex(/^[\w-]+$/, 'letters, digits, _ and -');

/** An item as it is stored. Fields beyond these are kept. */
export const Item = z.looseObject({ id: Id, name: z.string().min(1) });
export type Item = z.infer<typeof Item>;

/** What a caller sends; without an id it is given one. */
export const NewItem = Item.partial({ id: true });
export type NewItem = z.infer<typeof NewItem>;

export const ItemId = z.object({ id: Id });
export type ItemId = z.infer<typeof ItemId>;

export const Added = z.object({ status: z.literal('created'), id: z.string() });
export type Added = z.infer<typeof Added>;
