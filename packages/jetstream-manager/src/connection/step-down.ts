import { assertFeature } from './server-version.js';

/** Where the next leader should be. */
export interface StepDownPlacement {
  /** Cluster that the new leader should be in. */
  readonly cluster?: string;
  /** Tags that the new leader's server should have. */
  readonly tags?: readonly string[];
  /** Name of the server that should lead. */
  readonly preferred?: string;
}

/** Throws `FEATURE_UNSUPPORTED` where a placement is asked of a server that cannot honour one. */
export function assertStepDownSupported(serverVersion: string, placement: StepDownPlacement | undefined): void {
  if (placement !== undefined) assertFeature(serverVersion, 'stepDownPlacement');
}
