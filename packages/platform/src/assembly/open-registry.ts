import type { StopStack } from '../kit/stop-stack.js';
import { versionKey } from '../registry/registration.js';
import { Registry } from '../registry/registry.js';
import { broadcastRegistry } from '../registry/registry-broadcast.js';
import { ResourceTexts } from '../registry/resource-texts.js';
import { RunningVersions } from '../registry/running-versions.js';
import type { StatusBoard } from '../status/status-board.js';
import type { PlatformCore } from './core.js';

/** The records of extensions, and the parts that announce them. */
export interface OpenRegistry {
  readonly registry: Registry;
  readonly versions: RunningVersions;
  readonly texts: ResourceTexts;
  /** Forgets an extension whose account is deleted, with all its versions and texts. */
  readonly unregister: (prefix: string) => Promise<void>;
}

/** Opens the registry, follows the running versions, and announces changes to everybody. */
export function openRegistry({ nc, state }: PlatformCore, board: StatusBoard, stack: StopStack): OpenRegistry {
  const { registry: registered, versions: beside, resources } = state;
  const versions = new RunningVersions({ registered, beside, board, now: () => performance.now() });
  const stopFollowing = versions.follow();
  stack.add('running versions', async () => stopFollowing());
  const texts = new ResourceTexts(resources, Date.now);
  const registry = new Registry({ table: registered, versions, board, texts });
  const stopBroadcast = broadcastRegistry({ nc, registry: registered, board, resources });
  stack.add('registry broadcast', async () => stopBroadcast());
  const unregister = async (prefix: string): Promise<void> => {
    for (const { manifest } of versions.beside(prefix)) await beside.delete(versionKey(prefix, manifest.version));
    await registered.delete(prefix);
    await texts.forget(prefix, new Set(), 0);
  };
  return { registry, versions, texts, unregister };
}
