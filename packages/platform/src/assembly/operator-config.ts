import { type OperatorBootstrap, operatorBootstrap } from '../accounts/bootstrap.js';
import { unixSeconds } from '../operator/jwt.js';
import { openOperatorKeys } from '../operator/operator-keys.js';

/**
 * What servers that run elsewhere need in their configuration to trust the platform whose keys are in `keysDir`; the keys are
 * made where there are none. Nothing of it is secret. Throws `INVALID_CONFIGURATION` for keys that cannot be used.
 */
export const operatorConfig = async (keysDir: string): Promise<OperatorBootstrap> =>
  operatorBootstrap(await openOperatorKeys(keysDir, unixSeconds(Date.now())));
