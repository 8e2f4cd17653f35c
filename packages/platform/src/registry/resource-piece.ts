import * as z from 'zod';

/** A piece of a resource's text. */
export const ResourcePiece = z.object({
  text: z.string(),
  /** How many pieces the text has. */
  count: z.int().positive(),
  /** When it came, Unix ms. */
  stored: z.int(),
});
export type ResourcePiece = z.infer<typeof ResourcePiece>;

/** The key of a piece; all pieces of an extension stand below its prefix. */
export const pieceKey = (prefix: string, sha256: string, index: number): string => `${prefix}.${sha256}.${index}`;
