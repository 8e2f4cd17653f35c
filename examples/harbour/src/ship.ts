import { z } from 'zod';

export const Ship = z.object({ name: z.string().min(1), tons: z.number().positive() });
export type Ship = z.infer<typeof Ship>;

export const ShipName = z.object({ name: z.string() });
export type ShipName = z.infer<typeof ShipName>;

export const Below = z.object({ below: z.coerce.number().default(Number.POSITIVE_INFINITY) });
