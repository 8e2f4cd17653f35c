import { isAtLeast, parseServerVersion } from './server-version.js';

/** The part of a stream or consumer information that reveals the version of the server. */
export interface Described {
  readonly config?: {
    readonly metadata?: Readonly<Record<string, string>> | undefined;
    readonly compression?: unknown;
  };
  readonly ts?: unknown;
}

/**
 * The newest version that does not report its version. Servers since 2.11 report it in stream and consumer information.
 */
const newestSilent = '2.10.99';
const oldest = '2.9.0';

/**
 * The version of the server that sent this information about a stream or consumer. It may be another server than the
 * connected one: behind a leaf node, in another domain, or during an upgrade. `connected` is the version of the
 * connected server. It is used if it fits the answer.
 */
export function versionOfAnswer(answer: Described, connected: string): string {
  const told = answer.config?.metadata?.['_nats.ver'];
  if (told !== undefined) return told;
  const knows210 = answer.ts !== undefined || answer.config?.compression !== undefined;
  if (!knows210) return isAtLeast(parseServerVersion(connected), [2, 10, 0]) ? oldest : connected;
  return isAtLeast(parseServerVersion(connected), [2, 11, 0]) ? newestSilent : connected;
}

/** The first JetStream API level of each version that raised the level, newest first. */
const levels = [
  [5, '2.15.0'],
  [4, '2.14.0'],
  [2, '2.12.0'],
  [1, '2.11.0'],
] as const;

/** The lowest server version with this API level; `connected` if that version has the same level. */
export function versionOfLevel(level: number, connected: string): string {
  const since = (version: string) => isAtLeast(parseServerVersion(connected), parseServerVersion(version));
  const connectedLevel = levels.find(([, version]) => since(version))?.[0] ?? 0;
  if (connectedLevel === level) return connected;
  return levels.find(([each]) => level >= each)?.[1] ?? newestSilent;
}
