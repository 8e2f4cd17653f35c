import { open } from 'node:fs/promises';
import { devNull } from 'node:os';
import { type Logger, toError } from '@symphony-ts/contract';

const INTERVAL_MS = 5_000;
/** The process, or the whole machine, has no file handle left. */
const exhausted: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);

interface WatchParts {
  readonly logger: Pick<Logger, 'error' | 'info'>;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Opens a file and closes it. Default: the null device. */
  readonly tryOpen?: () => Promise<void>;
  /** How often it looks, in milliseconds. */
  readonly intervalMs?: number;
}

/**
 * Says in the log when this process has no file handles left. The system then closes each new connection without a word, and
 * Node reports no error, so nothing else would name the cause.
 */
export function watchFileHandles({
  logger,
  signal,
  tryOpen = openNothing,
  intervalMs = INTERVAL_MS,
}: WatchParts): void {
  let isOut = false;
  const look = async (): Promise<void> => {
    const code = await tryOpen().then(
      () => undefined,
      (error: unknown) => String(Reflect.get(toError(error), 'code')),
    );
    const wasOut = isOut;
    isOut = code !== undefined && exhausted.has(code);
    if (isOut && !wasOut) logger.error(OUT, { code });
    if (!isOut && wasOut) logger.info('there are file handles again: new connections are accepted');
  };
  const timer = setInterval(() => void look(), intervalMs);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

const OUT =
  'no file handles are left, so new connections are closed at once; each connection needs one: raise the limit' +
  ' (ulimit -n, LimitNOFILE= of systemd), and look for callers that open connections and keep them';

async function openNothing(): Promise<void> {
  await (await open(devNull)).close();
}
