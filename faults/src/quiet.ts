import { silentLogger } from '@symphony-ts/contract';

/** Options for every connection of a scenario: no log, and nothing from the environment. */
export const quiet = { env: {}, logger: silentLogger } as const;
