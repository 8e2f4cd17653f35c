import { assertName } from '../api/api-subject.js';
import type { ManagerContext } from '../api/manager-context.js';
import { metaLeaderVersion } from '../connection/meta-leader-version.js';
import { assertStepDownSupported, type StepDownPlacement } from '../connection/step-down.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';

/** The JetStream meta group of the cluster. Its requests need a connection to the system account. */
export class Meta {
  readonly #context: ManagerContext;

  constructor(context: ManagerContext) {
    this.#context = context;
  }

  /**
   * Makes the meta leader step down. The version of the leader decides whether a placement is supported. The version of
   * the connected server does not matter.
   * @throws `FEATURE_UNSUPPORTED` when a placement is given and the leader is older than 2.11.
   */
  async stepDown(placement?: StepDownPlacement): Promise<void> {
    if (placement !== undefined) assertStepDownSupported(await this.#leaderVersion(), placement);
    await this.#context.request('META.LEADER.STEPDOWN', placement === undefined ? undefined : { placement });
  }

  /** Removes a server that will not come back from the cluster, by its name or its peer id. */
  async removePeer(peer: { readonly name?: string; readonly id?: string }): Promise<void> {
    if (!peer.name && !peer.id) throw new JetStreamManagerError('INVALID_ARGUMENT', 'the peer has neither name nor id');
    await this.#context.request('SERVER.REMOVE', {
      peer: peer.name ?? '',
      ...withoutUndefined({ peer_id: peer.id }),
    });
  }

  /**
   * Deletes all streams and consumers of an account. This cannot be undone. Returns whether the cluster has started the
   * deletion.
   */
  async purgeAccount(account: string): Promise<boolean> {
    assertName(account, 'account');
    const reply = await this.#context.request<{ initiated?: boolean }>(`ACCOUNT.PURGE.${account}`);
    return reply.initiated === true;
  }

  /** The version of the meta leader, or the version of the connected server if no leader answers. */
  async #leaderVersion(): Promise<string> {
    const { nc, timeoutMs, prefixes } = this.#context;
    return (await metaLeaderVersion({ nc, timeoutMs, apiPrefix: prefixes.api })) ?? this.#context.serverVersion();
  }
}
