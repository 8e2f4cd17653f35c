import { silentLogger } from '@symphony-ts/contract';

/** What everything that a scenario connects is told: it logs nothing, and reads nothing from the environment. */
export const quiet = { env: {}, logger: silentLogger } as const;
