import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** What the platform stores in the browser while the person is at the identity provider. */
export const PendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  /** Secret of PKCE, without which the provider's code is worth nothing. */
  verifier: z.string(),
  /** Path of the shell to go on at. */
  to: z.string(),
  /** How long ago the provider may have asked, in seconds; absent for however long. */
  maxAge: z.int().optional(),
  /** Id of the session that the new one replaces. */
  replaces: z.string().optional(),
});
export type PendingSignIn = z.infer<typeof PendingSignIn>;

const sign = (text: string, secret: Uint8Array): Buffer => createHmac('sha256', secret).update(text).digest();

/** Seals a pending sign-in as the value of a cookie. Only a platform with the same secret can open it. */
export function sealSignIn(pending: PendingSignIn, secret: Uint8Array): string {
  const text = Buffer.from(JSON.stringify(pending)).toString('base64url');
  return `${text}.${sign(text, secret).toString('base64url')}`;
}

/** Opens a sealed sign-in; `undefined` for anything else. */
export function openSignIn(sealed: string | undefined, secret: Uint8Array): PendingSignIn | undefined {
  const [text = '', signature = ''] = sealed?.split('.') ?? [];
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(text, secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return PendingSignIn.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
}

/** A path of the shell to go on at; the first page for anything that leads elsewhere. */
export const safePath = (text: string | undefined): string => (text && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : '/');
