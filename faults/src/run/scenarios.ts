import type { Scenario } from '../scenario.js';
import { bucketHistory } from '../scenarios/bucket-history.js';
import { clockJumps } from '../scenarios/clock-jumps.js';
import { keysRotated } from '../scenarios/keys-rotated.js';
import { leaderKilled } from '../scenarios/leader-killed.js';
import { halfOpenLink, roughLink } from '../scenarios/links.js';
import { overload } from '../scenarios/overload.js';
import { platformClock } from '../scenarios/platform-clock.js';
import { platformRestarts } from '../scenarios/platform-restarts.js';
import { releaseUpgrade, rollingUpgrade } from '../scenarios/rolling-upgrade.js';
import { serverKilled } from '../scenarios/server-killed.js';
import { writeAfterRestart } from '../scenarios/write-after-restart.js';

/** All of them, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  bucketHistory,
  serverKilled,
  leaderKilled,
  writeAfterRestart,
  platformRestarts,
  rollingUpgrade,
  releaseUpgrade,
  keysRotated,
  halfOpenLink,
  roughLink,
  overload,
  clockJumps,
  platformClock,
];
