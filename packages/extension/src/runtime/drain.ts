import { type Logger, toError } from '@symphony-ts/contract';
import type { ExtensionContainer } from '../container/extension-container.js';
import type { PendingRequests } from '../invoke/pending-requests.js';
import { type HandlerRef, memberName } from '../model/extension-model.js';

/** How long a stop waits at most. Both default to `drainTimeoutMs`. */
export interface StopLimits {
  /** For handlers under way. */
  readonly handlersMs: number;
  /** For all `@OnStop` hooks together. */
  readonly hooksMs: number;
}

/** Handlers that are named in the log. */
const SHOWN = 10;

/** Waits for handlers under way; after `timeoutMs` their callers are answered 504. */
export async function finishAccepted(
  pendingRequests: PendingRequests,
  timeoutMs: number,
  logger: Logger,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'late');
  });
  const outcome = await Promise.race([pendingRequests.idle(), late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  const handlers = pendingRequests.list().slice(0, SHOWN);
  logger.warn(
    `${pendingRequests.size} handlers did not finish within ${timeoutMs} ms; their callers are answered 504`,
    {
      handlers: handlers.map(({ member, ms }) => `${member} (${ms} ms)`),
    },
  );
  pendingRequests.expireAll();
}

export interface StopHooksOptions {
  readonly hooks: readonly HandlerRef[];
  readonly container: ExtensionContainer;
  readonly logger: Logger;
  readonly reason: string;
}

/** Runs every `@OnStop`, even if one before it failed. */
export async function runStopHooks({ hooks, container, logger, reason }: StopHooksOptions): Promise<void> {
  for (const hook of hooks) {
    try {
      await container.resolve(hook)(reason);
    } catch (error) {
      logger.error(`@OnStop ${memberName(hook)} failed`, { err: toError(error) });
    }
  }
}
