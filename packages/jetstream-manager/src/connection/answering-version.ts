import { isAtLeast, parseServerVersion } from './server-version.js';

/** What a server says of a stream or consumer, as far as it tells the server's version. */
export interface Described {
  readonly config?: {
    readonly metadata?: Readonly<Record<string, string>> | undefined;
    readonly compression?: unknown;
  };
  readonly ts?: unknown;
}

/** The newest version that does not say what it is: servers since 2.11 do, in what they say of a stream or consumer. */
const newestSilent = '2.10.99';
const oldest = '2.9.0';

/**
 * The version of the server that answered with what it says of a stream or consumer. It may be another one than the
 * connection is at: behind a leaf node, in another domain, during an upgrade. `connected` is that one's version; it is
 * taken where it fits what the answer shows.
 */
export function versionOfAnswer(answer: Described, connected: string): string {
  const told = answer.config?.metadata?.['_nats.ver'];
  if (told !== undefined) return told;
  const knows210 = answer.ts !== undefined || answer.config?.compression !== undefined;
  if (!knows210) return isAtLeast(parseServerVersion(connected), [2, 10, 0]) ? oldest : connected;
  return isAtLeast(parseServerVersion(connected), [2, 11, 0]) ? newestSilent : connected;
}

/** The first JetStream API level of each version that raised it, newest first. */
const levels = [
  [5, '2.15.0'],
  [4, '2.14.0'],
  [2, '2.12.0'],
  [1, '2.11.0'],
] as const;

/** The least version of servers with this API level; `connected` where that one has the same level. */
export function versionOfLevel(level: number, connected: string): string {
  const since = (version: string) => isAtLeast(parseServerVersion(connected), parseServerVersion(version));
  const connectedLevel = levels.find(([, version]) => since(version))?.[0] ?? 0;
  if (connectedLevel === level) return connected;
  return levels.find(([each]) => level >= each)?.[1] ?? newestSilent;
}
