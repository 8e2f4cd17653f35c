import { createHash } from 'node:crypto';
import { encodeBase32 } from '@symphony-ts/contract';
import * as z from 'zod';

/** Somebody who signed in. */
export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().optional(),
  groups: z.array(z.string()).default([]),
  signedIn: z.iso.datetime(),
});
export type Person = z.infer<typeof Person>;

/** Who an identity provider says somebody is. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly string[];
  /** When the person showed who they are, such as by a password. Default: now. */
  readonly confirmed?: Date;
}

/** The same for the same subject of the same issuer, and fit for a bucket's key, which neither of them need be. */
export const personId = ({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string =>
  encodeBase32(createHash('sha256').update(`${issuer}\0${subject}`).digest()).slice(0, 26);

/** Who a developer on this machine is, where development mode signs people in by itself. */
export const developer: Identity = {
  issuer: 'development',
  subject: 'developer',
  name: 'Developer',
  groups: ['administrators'],
};
