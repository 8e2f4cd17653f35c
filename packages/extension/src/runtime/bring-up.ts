import { type BringUpOptions, ExtensionStart, type StartedExtension } from './extension-start.js';

/**
 * Brings an extension up, step by step: announces the start, opens buckets, constructs the classes, runs `@OnStart`, binds the
 * handlers, writes a heartbeat, and registers last, when nothing else can fail.
 */
export async function bringUp(options: BringUpOptions): Promise<StartedExtension> {
  const { sequence } = options;
  const start = new ExtensionStart(options);
  await sequence.forward(start.steps());
  let stopping: Promise<void> | undefined;
  return {
    ...start.parts(),
    stop(reason, limits) {
      if (!stopping) start.stopsBecause(reason, limits);
      return (stopping ??= sequence.back());
    },
  };
}
