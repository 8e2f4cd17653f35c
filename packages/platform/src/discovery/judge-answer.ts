import { type DiscoveredService, decodeJson, ROOT, ServiceAnswer } from '@symphony-ts/contract';

/** The registered names, and their extensions. */
export interface KnownNames {
  /** Whether a name is the prefix of a registered extension. */
  isExtension(name: string): boolean;
  /** Whether an extension's manifest has a service of that name. */
  declares(prefix: string, name: string): boolean;
}

/** The verdict on one answer. */
export type Judged =
  | { readonly kind: 'kept'; readonly found: DiscoveredService }
  | { readonly kind: 'dropped'; readonly reason: string };

const dropped = (reason: string): Judged => ({ kind: 'dropped', reason });

/**
 * Judges an answer that came out of the account of `prefix`. An answer that pretends to be another extension, by the name of
 * the service or by the subject of an endpoint, is dropped as a whole.
 */
export function judgeAnswer(prefix: string, data: Uint8Array, names: KnownNames): Judged {
  const parsed = ServiceAnswer.safeParse(decodeJson(data));
  if (!parsed.success) return dropped('it is not the answer of a micro service');
  const { name, endpoints } = parsed.data;
  if (name !== prefix && names.isExtension(name))
    return dropped(`it calls itself '${name}', which is another extension`);
  const foreign = endpoints?.find(({ subject }) => subject !== undefined && isForeign(prefix, subject));
  if (foreign) return dropped(`its endpoint '${foreign.subject}' is not in the account it answers from`);
  const isDeclared = name === prefix || names.declares(prefix, name);
  return { kind: 'kept', found: { prefix, isDeclared, service: parsed.data } };
}

/** Whether a subject is below the group of another extension, or below the group of the platform. */
function isForeign(prefix: string, subject: string): boolean {
  const [root, family, owner] = subject.split('.');
  return root === ROOT && (family !== 'extensions' || owner !== prefix);
}
