import { z } from 'zod';

export const Ship = z.object({ name: z.string().min(1), tons: z.number().positive() });
export type Ship = z.infer<typeof Ship>;

/** A ship that moors. Its name becomes a key of the bucket, so it has only characters that a key may have. */
export const NewShip = Ship.extend({ name: z.string().regex(/^[\w-]+$/, 'letters, digits, _ and -') });
export type NewShip = z.infer<typeof NewShip>;

export const ShipName = z.object({ name: z.string() });
export type ShipName = z.infer<typeof ShipName>;

export const Below = z.object({ below: z.coerce.number().default(Number.POSITIVE_INFINITY) });
