import { JetStreamManagerError } from '../errors/manager-error.js';

/** A server version as `[major, minor, patch]`. */
export type ServerVersion = readonly [number, number, number];

/**
 * Parses a version such as `2.15.1`. It may start with `v` or end with a suffix. The result is `[0, 0, 0]` if the text
 * is not a version.
 */
export function parseServerVersion(text: string): ServerVersion {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text);
  return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0), Number(match?.[3] ?? 0)];
}

/** Whether `have` is `want` or newer. */
export function isAtLeast(have: ServerVersion, want: ServerVersion): boolean {
  for (const [index, part] of want.entries()) {
    const mine = have[index] ?? 0;
    if (mine !== part) return mine > part;
  }
  return true;
}

/** Features of newer servers, each with the first version that has it. */
export const features = {
  consumerPause: { since: '2.11.0', title: 'pausing a consumer' },
  consumerUnpin: { since: '2.11.0', title: 'unpinning a client' },
  consumerReset: { since: '2.14.0', title: 'resetting a consumer' },
  batchDirectGet: { since: '2.11.0', title: 'batch direct get' },
  stepDownPlacement: { since: '2.11.0', title: 'a placement for the next leader' },
  natsArchive: { since: '2.15.0', title: 'the archive in this snapshot' },
  snapshotWindow: { since: '2.12.0', title: 'a window size for snapshots' },
} as const satisfies Record<string, { since: string; title: string }>;

/** A key of {@link features}. */
export type Feature = keyof typeof features;

/** Throws `FEATURE_UNSUPPORTED` if the connected server is older than the feature. */
export function assertFeature(serverVersion: string, feature: Feature): void {
  const { since, title } = features[feature];
  assertVersion(serverVersion, since, title);
}

/** Throws `FEATURE_UNSUPPORTED` with the name `what` if the server is older than version `since`. */
export function assertVersion(serverVersion: string, since: string, what: string): void {
  if (isAtLeast(parseServerVersion(serverVersion), parseServerVersion(since))) return;
  throw new JetStreamManagerError(
    'FEATURE_UNSUPPORTED',
    `${what} needs nats-server ${since}, this one is ${serverVersion}`,
    { details: { feature: what, since, serverVersion } },
  );
}
