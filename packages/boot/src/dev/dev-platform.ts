import type { KeyMaker } from './dev-keys.js';

/** The platform of `dev`: its own, or one that was already running. */
export interface DevPlatform extends AsyncDisposable {
  /** The URL of its HTTP API. */
  readonly address: string;
  readonly isJoined: boolean;
  readonly keyMaker: KeyMaker;
  /** Where tokens are stored. Omitted if they last only as long as this process. */
  readonly keysFile?: string;
  /** A folder whose changes do not concern the module. Omitted if the platform is not ours. */
  readonly dataDir?: string;
  /** Resolves when a joined platform has ended. The own platform ends with this process. */
  readonly gone: Promise<void>;
}
