import { JetStreamManagerError } from '../errors/manager-error.js';
import { type Described, versionOfAnswer } from './answering-version.js';
import { assertVersion, isAtLeast, parseServerVersion } from './server-version.js';

/** The first version that supports `pedantic`. Older versions silently drop it, like every unknown field. */
const since = '2.11.0';

/** The JetStream API level of that version. */
export const pedanticLevel = 1;

/** Whether the answering server supports `pedantic`. `connected` is the version of the connected server. */
export const isPedanticSupported = (answer: Described, connected: string): boolean =>
  isAtLeast(parseServerVersion(versionOfAnswer(answer, connected)), parseServerVersion(since));

/** Throws `FEATURE_UNSUPPORTED` if the answering server does not support `pedantic`. */
export const assertPedanticSupported = (answer: Described, connected: string): void =>
  assertVersion(versionOfAnswer(answer, connected), since, 'the option pedantic');

/** The error for a request that a server executed without support for `pedantic`. */
export const pedanticError = (what: string, outcome: string): JetStreamManagerError =>
  new JetStreamManagerError(
    'FEATURE_UNSUPPORTED',
    `${what}: the option pedantic needs nats-server ${since}; the server that answered is older, and ${outcome}`,
    { details: { what } },
  );
