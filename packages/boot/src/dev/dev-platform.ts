import type { KeyMaker } from './dev-keys.js';

/** The platform that `dev` works on: its own, or one that runs already. */
export interface DevPlatform extends AsyncDisposable {
  /** The URL of its HTTP API. */
  readonly address: string;
  readonly isJoined: boolean;
  readonly keyMaker: KeyMaker;
  /** Where tokens are kept; absent where they last as long as this process. */
  readonly keysFile?: string;
  /** A folder whose changes mean nothing to the module; absent where the platform is not ours. */
  readonly dataDir?: string;
  /** Resolves when a joined platform has ended. One's own ends with this process. */
  readonly gone: Promise<void>;
}
