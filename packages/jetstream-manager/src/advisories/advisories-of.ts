import { isAtLeast, parseServerVersion, type ServerVersion } from '../connection/server-version.js';
import { type ServerAdvisory, serverAdvisories } from './server-advisories.js';

/**
 * The published vulnerabilities of a nats-server release such as `2.10.5`. Vulnerabilities that give access to another
 * user's data come first. A version that cannot be parsed has all of them. A pre-release counts as its release.
 */
export function advisoriesOf(
  version: string,
  advisories: readonly ServerAdvisory[] = serverAdvisories,
): ServerAdvisory[] {
  const parsed = parseServerVersion(version);
  return advisories.filter((advisory) => isAffected(parsed, advisory));
}

/**
 * The releases without any of these vulnerabilities. For each release line in which all are fixed, it is the first such
 * release. The oldest line comes first. Lines newer than the last one contain the fixes as well.
 */
export function safeReleases(advisories: readonly ServerAdvisory[]): string[] {
  const candidates = [...new Set(advisories.flatMap(({ fixedIn }) => fixedIn))].map(parseServerVersion);
  const safe = candidates
    .filter((candidate) => !advisories.some((advisory) => isAffected(candidate, advisory)))
    .sort(inOrder);
  return safe.filter((version, at) => !isSameLine(version, safe[at - 1])).map((version) => version.join('.'));
}

function isAffected(version: ServerVersion, { since, fixedIn }: ServerAdvisory): boolean {
  const isKnown = version.some((part) => part > 0);
  if (isKnown && !isAtLeast(version, parseServerVersion(since))) return false;
  const fixes = fixedIn.map(parseServerVersion).sort(inOrder);
  const newest = fixes.at(-1);
  if (newest && isAtLeast(version, newest)) return false;
  return !fixes.some((fix) => isSameLine(fix, version) && isAtLeast(version, fix));
}

const isSameLine = (left: ServerVersion, right: ServerVersion | undefined): boolean =>
  left[0] === right?.[0] && left[1] === right[1];

const inOrder = (left: ServerVersion, right: ServerVersion): number =>
  left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
