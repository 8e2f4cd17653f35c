import {
  AuthenticationError,
  type KeyCapabilities,
  type Logger,
  type ProvisionReply,
  ProvisionRequest,
  RESERVED_PREFIXES,
  SymphonyError,
} from '@symphony-ts/contract';
import { unixSeconds } from '../operator/jwt.js';
import { checkWithin, ordinary } from '../rights/capability-check.js';
import type { PlatformService } from '../services/platform-service.js';
import type { Table } from '../table/table.js';
import { type ApiKey, type Registers } from './api-key.js';
import type { KeyService } from './key-service.js';
import { matchesPrefix } from './prefix-pattern.js';
import { addUse, giveBackUse, isPending, type PendingUse, settleUses } from './registration-uses.js';
import { mintedKeyId, newKeyId } from './token-secret.js';

/** How long a minted key waits for its first use. */
const ACTIVATION_MS = 10 * 60_000;
/** How long after that its use is settled: by then every replica knows whether the key was used. */
const SETTLE_DELAY_MS = 2 * 60_000;

/** The parts that the service uses. */
export interface ProvisionParts {
  readonly table: Table<ApiKey>;
  readonly keys: KeyService;
  readonly now: () => number;
}

/**
 * Creates a permanent key for a registration token. The NKey that the server attests shows who asks. The use is counted before
 * the key is made, so that two instances that compete for the last use do not both get it. The use is given back if the key
 * cannot be made, or if nobody uses the key in time.
 */
export const provisionService = (parts: ProvisionParts): PlatformService => ({
  name: 'keys.provision',
  cost: 40,
  async handle({ nkey, body, logger }): Promise<ProvisionReply> {
    const { keys, now } = parts;
    const registration = keys.ofUser(nkey);
    if (registration?.kind !== 'registration') {
      throw new AuthenticationError({ address: 'the platform', reason: 'this is not a live registration token' });
    }
    const request = ProvisionRequest.parse(body);
    await keys.sweep();
    assertMayMint(registration.registers, request);
    const activateBefore = new Date(now() + ACTIVATION_MS);
    const use = useFor(registration, request, activateBefore);
    const isCounted = await countUse(parts, registration, use);
    const { prefix, name, capabilities } = request;
    const { owner } = registration;
    const wanted = { name, prefix, capabilities, kind: 'extension', notes: `made by ${registration.name}` } as const;
    try {
      const asked = owner === undefined ? wanted : { ...wanted, owner };
      const made = await keys.mint(asked, { id: use.keyId, by: registration, attempt: use.attempt, activateBefore });
      return { ...made, activateBefore: activateBefore.toISOString() };
    } catch (error) {
      // If an earlier attempt took the use, its key may exist, and that key decides.
      if (isCounted) await giveBack(parts, registration, use, logger);
      throw error;
    }
  },
});

const useFor = (registration: ApiKey, { requestId, attempt }: ProvisionRequest, activateBefore: Date): PendingUse => ({
  keyId: requestId === undefined ? newKeyId() : mintedKeyId(registration.id, requestId),
  attempt,
  until: unixSeconds(activateBefore.getTime() + SETTLE_DELAY_MS),
});

/** Counts a use; false if an earlier attempt at the same key was counted already. */
async function countUse({ table, now }: ProvisionParts, registration: ApiKey, use: PendingUse): Promise<boolean> {
  let isCounted = false;
  const isInUse = (id: string): boolean => {
    const key = table.get(id);
    return key !== undefined && key.activateBefore === undefined;
  };
  await table.update(registration.id, (current) => {
    const settled = settleUses(current ?? registration, unixSeconds(now()), isInUse);
    isCounted = !isPending(settled, use.keyId);
    return addUse(settled, use);
  });
  return isCounted;
}

async function giveBack(
  { table }: ProvisionParts,
  registration: ApiKey,
  use: PendingUse,
  logger: Logger,
): Promise<void> {
  try {
    await table.update(registration.id, (current) => giveBackUse(current ?? registration, use));
  } catch (error) {
    // The use comes back on its own when its time is over.
    logger.warn('a use of a registration token could not be given back yet', {
      key: registration.id,
      err: error,
    });
  }
}

const refuse = (prefix: string, reason: string): SymphonyError<'REGISTRATION_REFUSED'> =>
  new SymphonyError('REGISTRATION_REFUSED', { prefix, reason });

function assertMayMint(
  registers: Registers | undefined,
  { prefix, capabilities }: { prefix: string; capabilities: KeyCapabilities },
): void {
  if (!registers || !matchesPrefix(registers.prefixes, prefix)) {
    throw refuse(prefix, `the registration token is for ${registers?.prefixes ?? 'nothing'}`);
  }
  if (RESERVED_PREFIXES.includes(prefix)) throw refuse(prefix, 'the platform keeps this name for itself');
  const problems = checkWithin(prefix, capabilities, registers.grants ?? ordinary);
  if (problems.length > 0) throw new SymphonyError('INVALID_CAPABILITIES', { problems });
}
