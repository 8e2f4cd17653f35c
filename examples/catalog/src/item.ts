import { z } from 'zod';

/** An id is part of a key in the bucket, so it has only characters that a key may have. */
const Id = z.string().regex(/^[\w-]+$/, 'letters, digits, _ and -');

/** An item in the bucket. It may have more fields, which are kept. */
export const Item = z.looseObject({ id: Id, name: z.string().min(1) });
export type Item = z.infer<typeof Item>;

/** The input of a caller. If it has no id, the catalog creates one. */
export const NewItem = Item.partial({ id: true });
export type NewItem = z.infer<typeof NewItem>;

export const ItemId = z.object({ id: Id });
export type ItemId = z.infer<typeof ItemId>;

export const Added = z.object({ status: z.literal('created'), id: z.string() });
export type Added = z.infer<typeof Added>;
