import { covers, endpointSubject, instanceSubject, rights, telemetrySignals } from '@symphony-ts/contract';
import { createCover } from './subject-cover.js';

/** The subjects at which extensions return what they recorded: at any instance, and at each one. */
const telemetrySubjects: readonly string[] = telemetrySignals.flatMap((signal) => [
  endpointSubject('*', signal),
  instanceSubject('*', '*', signal),
]);

const endings: readonly string[] = telemetrySignals.map((signal) => `.${signal}`);

/** Whether a pattern ends in the name of a signal, and so does not reach it by a wildcard. */
const namesSignal = (pattern: string): boolean => endings.some((ending) => pattern.endsWith(ending));

/**
 * Whether a subject returns telemetry. Only its name decides, so that the right to collect does not depend on the
 * registrations.
 */
export const isTelemetrySubject = (subject: string): boolean =>
  namesSignal(subject) && telemetrySubjects.some((pattern) => covers(pattern, subject));

const mayCollectAll = (patterns: readonly string[]): boolean =>
  patterns.some((pattern) => covers(pattern, rights.telemetryCollect));

/**
 * Whether the owner of the `pub` capabilities `patterns` may call `subject`. Reading telemetry removes it for the next
 * collector, so no wildcard grants it. A capability has to name the subject, or to be the right of collectors.
 */
export function mayRequest(patterns: readonly string[], subject: string): boolean {
  const isCovered = (pattern: string): boolean => covers(pattern, subject);
  if (!isTelemetrySubject(subject)) return patterns.some(isCovered);
  return mayCollectAll(patterns) || patterns.filter(namesSignal).some(isCovered);
}

/** The same for many subjects. A thousand subjects and a thousand patterns would take half a second one by one. */
export function createRequestCheck(patterns: readonly string[]): (subject: string) => boolean {
  const isCovered = createCover(patterns);
  const isNamed = createCover(patterns.filter(namesSignal));
  const isCollector = mayCollectAll(patterns);
  return (subject) => (isTelemetrySubject(subject) ? isCollector || isNamed(subject) : isCovered(subject));
}

/**
 * Additional permissions for the server about a user with these capabilities. A denied subject stays denied even if another
 * entry allows it.
 */
export function telemetryPermissions(patterns: readonly string[]): {
  readonly allow: string[];
  readonly deny: string[];
} {
  if (mayCollectAll(patterns)) return { allow: [...telemetrySubjects], deny: [] };
  const isNamed = createCover(patterns.filter(namesSignal));
  const reached = patterns
    .filter((pattern) => !namesSignal(pattern))
    .flatMap((pattern) => telemetrySubjects.flatMap((subject) => common(pattern, subject) ?? []));
  return { allow: [], deny: reached.filter((subject) => !isNamed(subject)) };
}

/** The pattern of everything that both patterns cover; `undefined` if there is nothing. `exact` has no `>`. */
function common(pattern: string, exact: string): string | undefined {
  const tokens = pattern.split('.');
  const wanted = exact.split('.');
  const open = tokens.indexOf('>');
  if (open === -1 ? tokens.length !== wanted.length : open >= wanted.length) return undefined;
  const both = wanted.map((token, index) => {
    const given = tokens[index] ?? '>';
    if (given === '*' || given === token || (open !== -1 && index >= open)) return token;
    return token === '*' ? given : undefined;
  });
  return both.includes(undefined) ? undefined : both.join('.');
}
