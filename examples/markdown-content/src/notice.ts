import { z } from 'zod';

export const Name = z.object({ name: z.string().regex(/^[a-z0-9-]+$/, 'small letters, digits and hyphens') });
export type Name = z.infer<typeof Name>;

/** A notice; its text is markdown. */
export const Notice = Name.extend({ title: z.string().min(1), text: z.string().min(1) });
export type Notice = z.infer<typeof Notice>;
