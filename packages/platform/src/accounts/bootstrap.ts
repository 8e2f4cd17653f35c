import { gateNames } from '../operator/gates.js';
import { type AccountClaims, type Claims, signJwt, unixSeconds } from '../operator/jwt.js';
import type { OperatorKeys } from '../operator/operator-keys.js';
import { openOperatorKeys } from '../operator/operator-keys.js';
import { accountNames } from '../operator/platform-subjects.js';
import { platformAccountClaims, systemAccountClaims } from './account-claims.js';

/** Configuration that makes a nats-server trust a platform: the operator and the two first accounts of the platform. */
export interface OperatorBootstrap {
  /** JWT of the operator. */
  readonly jwt: string;
  /** Public key (`A…`) of the system account. */
  readonly systemAccount: string;
  /** Account JWTs by public key. */
  readonly preload: Readonly<Record<string, string>>;
  /** Value for `max_control_line`. The JWT of a user with many rights exceeds the server's default of 4 KiB. */
  readonly maxControlLineBytes: number;
}

const MAX_CONTROL_LINE_BYTES = 64 * 1024;

const { system, platform, hub, calls } = accountNames;
const own: readonly string[] = [system, platform, hub, calls, ...gateNames];

/**
 * The claims of an account with the keys that may sign its users. The order of the keys does not depend on which one signs, so
 * an unchanged account need not be sent again. The platform's own accounts list only their identity key, so a rotation of the
 * signing keys does not change them.
 */
export const accountClaims = (keys: OperatorKeys, name: string, claims: AccountClaims): Claims<'account'> => ({
  kind: 'account',
  name,
  subject: keys.account(name).publicKey,
  nats: own.includes(name)
    ? claims
    : {
        ...claims,
        signing_keys: keys
          .signing(name)
          .map((key) => key.publicKey)
          .toSorted(),
      },
});

/**
 * The configuration of a server for this platform. It is dated to the creation of the keys, so that a server which starts again
 * with it keeps the newer accounts it has stored.
 */
export function operatorBootstrap(keys: OperatorKeys): OperatorBootstrap {
  const keyOf = (name: string): string => keys.account(name).publicKey;
  const sign = (name: string, claims: AccountClaims): readonly [string, string] => [
    keyOf(name),
    signJwt(accountClaims(keys, name, claims), keys.operator, keys.created),
  ];
  const operator: Claims<'operator'> = {
    kind: 'operator',
    name: 'symphony',
    subject: keys.operator.publicKey,
    nats: { system_account: keyOf(system) },
  };
  return {
    jwt: signJwt(operator, keys.operator, keys.created),
    systemAccount: keyOf(system),
    preload: Object.fromEntries([sign(system, systemAccountClaims()), sign(platform, platformAccountClaims())]),
    maxControlLineBytes: MAX_CONTROL_LINE_BYTES,
  };
}

/**
 * Returns the configuration for your own NATS servers, so that they trust the platform whose keys are in `keysDir`. If there are
 * no keys, they are created. The values are not secret.
 *
 * @throws `INVALID_CONFIGURATION` when the keys cannot be used
 */
export const operatorConfig = async (keysDir: string): Promise<OperatorBootstrap> =>
  operatorBootstrap(await openOperatorKeys(keysDir, unixSeconds(Date.now())));
