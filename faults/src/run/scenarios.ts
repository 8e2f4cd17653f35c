import type { Scenario } from '../scenario.js';
import { bucketHistory } from '../scenarios/bucket-history.js';
import { certificatesChanged } from '../scenarios/certificates-changed.js';
import { clockJumps } from '../scenarios/clock-jumps.js';
import { hundredInstances } from '../scenarios/hundred-instances.js';
import { instancePaused } from '../scenarios/instance-paused.js';
import { keysRotated } from '../scenarios/keys-rotated.js';
import { leaderKilled } from '../scenarios/leader-killed.js';
import { halfOpenLink, roughLink } from '../scenarios/links.js';
import { overload } from '../scenarios/overload.js';
import { partition } from '../scenarios/partition.js';
import { platformClock } from '../scenarios/platform-clock.js';
import { platformKilled } from '../scenarios/platform-killed.js';
import { platformRestarts } from '../scenarios/platform-restarts.js';
import { releaseUpgrade, rollingUpgrade } from '../scenarios/rolling-upgrade.js';
import { serverKilled } from '../scenarios/server-killed.js';
import { soak } from '../scenarios/soak.js';
import { diskFull, storeLimit } from '../scenarios/store-full.js';
import { writeAfterRestart } from '../scenarios/write-after-restart.js';

/** All scenarios, in the order of a run. */
export const scenarios: readonly Scenario[] = [
  bucketHistory,
  serverKilled,
  leaderKilled,
  partition,
  storeLimit,
  diskFull,
  writeAfterRestart,
  platformKilled,
  platformRestarts,
  rollingUpgrade,
  releaseUpgrade,
  keysRotated,
  certificatesChanged,
  instancePaused,
  hundredInstances,
  halfOpenLink,
  roughLink,
  overload,
  clockJumps,
  platformClock,
  soak,
];
