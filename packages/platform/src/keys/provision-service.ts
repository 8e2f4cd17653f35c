import {
  AuthenticationError,
  ProvisionRequest,
  SymphonyError,
  type KeyCapabilities,
  type ProvisionReply,
} from '@symphony-ts/contract';
import { checkWithin, ordinary } from '../accounts/capability-check.js';
import type { PlatformService } from '../services/platform-service.js';
import type { Table } from '../table/table.js';
import { isLive, type ApiKey, type Registers } from './api-key.js';
import type { KeyService } from './key-service.js';
import { matchesPrefix } from './prefix-pattern.js';

/** How long a minted key waits for its first use. */
const ACTIVATION_MS = 10 * 60_000;

/** What minting needs. */
export interface ProvisionParts {
  readonly table: Table<ApiKey>;
  readonly keys: KeyService;
  readonly now: () => number;
}

/**
 * Mints a permanent key for a registration token. Who asks is known by the NKey that the server attests. The use is counted
 * before the key is made, so that two instances that race on the last one do not both get it.
 */
export const provisionService = ({ table, keys, now }: ProvisionParts): PlatformService => ({
  name: 'keys.provision',
  async handle({ nkey, body }): Promise<ProvisionReply> {
    const registration = table.values().find((key) => key.nkey === nkey && key.kind === 'registration');
    if (nkey === undefined || !registration || !isLive(registration, now())) {
      throw new AuthenticationError({ address: 'the platform', reason: 'this is not a live registration token' });
    }
    const request = ProvisionRequest.parse(body);
    await keys.sweep();
    assertMayMint(registration.registers, request);
    await table.update(registration.id, (current) => countUse(current ?? registration));
    const activateBefore = new Date(now() + ACTIVATION_MS);
    const { prefix, name, capabilities } = request;
    const { owner } = registration;
    const wanted = { name, prefix, capabilities, kind: 'extension', notes: `made by ${registration.name}` } as const;
    const made = await keys.create(owner === undefined ? wanted : { ...wanted, owner }, registration.id, {
      activateBefore,
    });
    return { ...made, activateBefore: activateBefore.toISOString() };
  },
});

const refuse = (prefix: string, reason: string): SymphonyError<'REGISTRATION_REFUSED'> =>
  new SymphonyError('REGISTRATION_REFUSED', { prefix, reason });

function assertMayMint(
  registers: Registers | undefined,
  { prefix, capabilities }: { prefix: string; capabilities: KeyCapabilities },
): void {
  if (!registers || !matchesPrefix(registers.prefixes, prefix)) {
    throw refuse(prefix, `the registration token is for ${registers?.prefixes ?? 'nothing'}`);
  }
  const problems = checkWithin(prefix, capabilities, registers.grants ?? ordinary);
  if (problems.length > 0) throw new SymphonyError('INVALID_CAPABILITIES', { problems });
}

function countUse(key: ApiKey): ApiKey {
  const { registers } = key;
  if (!registers) throw refuse('', 'this is not a registration token');
  const { uses, maxUses } = registers;
  if (maxUses !== undefined && uses >= maxUses) {
    throw refuse(registers.prefixes, `the registration token was used ${uses} of ${maxUses} times`);
  }
  return { ...key, registers: { ...registers, uses: uses + 1 } };
}
