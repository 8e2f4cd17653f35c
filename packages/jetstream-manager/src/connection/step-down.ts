import { assertFeature } from './server-version.js';

/** Where the next leader should run. */
export interface StepDownPlacement {
  /** Cluster of the new leader. */
  readonly cluster?: string;
  /** Tags of the server that should lead. */
  readonly tags?: readonly string[];
  /** Name of the server that should lead. */
  readonly preferred?: string;
}

/** Throws `FEATURE_UNSUPPORTED` if a placement is given and the server does not support it. */
export function assertStepDownSupported(serverVersion: string, placement: StepDownPlacement | undefined): void {
  if (placement !== undefined) assertFeature(serverVersion, 'stepDownPlacement');
}
