import {
  covers,
  isAcceptedSubject,
  isPrefix,
  type KeyCapabilities,
  platformServices,
  ROOT,
} from '@symphony-ts/contract';
import { createCover } from './subject-cover.js';
import { createRequestCheck } from './telemetry-access.js';

/** The extension a subject belongs to, and whether it is called (`service`) or announced (`event`). */
export interface SubjectOwner {
  readonly kind: 'service' | 'event';
  /** May hold a wildcard. */
  readonly prefix: string;
}

/** The owner of a subject of extensions; `undefined` for any other subject. */
export function subjectOwner(subject: string): SubjectOwner | undefined {
  const tokens = subject.split('.');
  if (tokens[0] === ROOT && tokens[1] === 'extensions') return { kind: 'service', prefix: tokens[2] ?? '>' };
  if (tokens[0] === 'extensions' || tokens[0] === 'events') return { kind: 'event', prefix: tokens[1] ?? '>' };
  return undefined;
}

const hasWildcard = (subject: string): boolean => subject.split('.').some((token) => token === '*' || token === '>');

/** Subjects that extensions may be granted in addition to those of extensions. */
const common = [`${ROOT}.services.>`, `${ROOT}.symphony.>`];

/** One reason why a capability cannot be granted. */
export interface CapabilityProblem {
  readonly subject: string;
  readonly reason: string;
}

/**
 * Subjects are in the JWT of a user, which servers accept up to 64 KiB in base64, and in the JWT of an account, where each
 * becomes an import of up to ten times its length. This limit fits both.
 */
export const MOST_CAPABILITY_BYTES = 44 * 1024;

/** The part of that limit which `capabilities` use up. */
export const capabilityBytes = ({ pub, sub }: KeyCapabilities): number =>
  [...pub.allow, ...sub.allow].reduce((sum, subject) => sum + Buffer.byteLength(subject) + 3, 0);

function sizeProblem(capabilities: KeyCapabilities): CapabilityProblem | undefined {
  const bytes = capabilityBytes(capabilities);
  if (bytes <= MOST_CAPABILITY_BYTES) return undefined;
  const reason = `all subjects together have ${bytes} bytes, and at most ${MOST_CAPABILITY_BYTES} can be granted`;
  return { subject: '*', reason };
}

function problemOf(prefix: string | undefined, subject: string): string | undefined {
  if (!isAcceptedSubject(subject)) return 'it is not a subject, or is longer than the platform accepts';
  const owner = subjectOwner(subject);
  if (!owner)
    return common.some((pattern) => covers(pattern, subject)) ? undefined : 'it is not a subject that can be granted';
  if (owner.prefix === prefix) return undefined;
  if (!isPrefix(owner.prefix) || hasWildcard(subject)) {
    return 'a wildcard may not reach into another extension; name its subject exactly';
  }
  return undefined;
}

/** The reasons against granting `capabilities` to a key of `prefix`, or to a client if there is no prefix. */
export function checkCapabilities(prefix: string | undefined, capabilities: KeyCapabilities): CapabilityProblem[] {
  const tooLarge = sizeProblem(capabilities);
  if (tooLarge) return [tooLarge];
  return [...capabilities.pub.allow, ...capabilities.sub.allow].flatMap((subject) => {
    const reason = problemOf(prefix, subject);
    return reason === undefined ? [] : [{ subject, reason }];
  });
}

/** A limit that covers the platform's everyday services, which every extension has, and nothing of another extension. */
export const ordinary = 'ordinary';

const { provision: _provision, ...everyday } = platformServices;
const everydaySubjects: readonly string[] = Object.values(everyday);

/** Tests for many subjects whether capabilities cover them. */
export const createChecks = ({ pub, sub }: KeyCapabilities): Record<'pub' | 'sub', (subject: string) => boolean> => ({
  pub: createRequestCheck(pub.allow),
  sub: createRequestCheck(sub.allow),
});

/** The parts of `capabilities` that are neither the extension's own nor covered by `limit`. */
export function checkWithin(
  prefix: string | undefined,
  capabilities: KeyCapabilities,
  limit: KeyCapabilities | typeof ordinary,
): CapabilityProblem[] {
  const check = limit === ordinary ? undefined : createChecks(limit);
  const isWithin = (list: 'pub' | 'sub', subject: string): boolean => {
    const owner = subjectOwner(subject);
    if ((owner && owner.prefix === prefix) || subject.startsWith(`${ROOT}.symphony.`)) return true;
    return check ? check[list](subject) : owner === undefined && everydaySubjects.includes(subject);
  };
  const beyond = (list: 'pub' | 'sub'): CapabilityProblem[] =>
    capabilities[list].allow
      .filter((subject) => !isWithin(list, subject))
      .map((subject) => ({ subject, reason: 'it goes beyond what may be granted here' }));
  return [...checkCapabilities(prefix, capabilities), ...beyond('pub'), ...beyond('sub')];
}

/** The declared capabilities that `granted` covers. */
export function grantedOf(declared: KeyCapabilities, granted: readonly KeyCapabilities[]): KeyCapabilities {
  const keep = (list: 'pub' | 'sub'): { allow: string[] } => {
    const isGranted = createCover(granted.flatMap((capabilities) => capabilities[list].allow));
    return { allow: declared[list].allow.filter(isGranted) };
  };
  return { pub: keep('pub'), sub: keep('sub') };
}
