import { createHash } from 'node:crypto';
import { encodeBase32, limits } from '@symphony-ts/contract';
import * as z from 'zod';

/** A person who signed in. */
export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().optional(),
  groups: z.array(z.string()).default([]),
  signedIn: z.iso.datetime(),
});
export type Person = z.infer<typeof Person>;

/** The identity of a person, as the provider reports it. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly string[];
  /** When the person showed who they are, such as by a password. Default: now. */
  readonly confirmed?: Date;
  /** Id of the session at the provider (`sid`). Omitted if the provider gives none. */
  readonly sid?: string;
}

/** Whose sessions an identity provider has ended: those of a person, of one session at the provider, or both. */
export interface ProviderLogout {
  readonly issuer: string;
  readonly subject?: string;
  readonly sid?: string;
  /** When it said so, in milliseconds of its clock. */
  readonly at: number;
}

/** An id that is the same for the same subject of the same issuer. Unlike these two, it is always a valid key of a bucket. */
export const personId = ({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string =>
  encodeBase32(createHash('sha256').update(`${issuer}\0${subject}`).digest()).slice(0, 26);

/** Control characters, line ends, halves of surrogate pairs, and what reverses the order of letters. */
const UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Text of an identity provider as one line that fits a name. A provider may let people write it themselves. */
export function asLine(text: string): string {
  let line = '';
  for (const character of text.replaceAll(UNFIT, ' ').trim()) {
    if (line.length + character.length > limits.name) break;
    line += character;
  }
  return line;
}

/** The person on this machine whom development mode signs in without asking. */
export const developer: Identity = {
  issuer: 'development',
  subject: 'developer',
  name: 'Developer',
  groups: ['administrators'],
};
