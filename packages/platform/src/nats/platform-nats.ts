import { join } from 'node:path';
import type { Logger } from '@symphony-ts/contract';
import {
  type JetStreamFlush,
  type NatsServer,
  type NatsServerOptions,
  startNatsServer,
} from '@symphony-ts/nats-server';
import { operatorBootstrap } from '../accounts/bootstrap.js';
import { followFiles } from '../kit/follow-files.js';
import type { OperatorKeys } from '../operator/operator-keys.js';
import { StoredFolder } from './stored-folder.js';

/** The NATS side of a platform: a server of its own, or one that runs elsewhere. */
export interface PlatformNats {
  readonly urls: readonly string[];
  /** The certificate (PEM) of its own server. Omitted without TLS, and if the server runs elsewhere. */
  readonly certFile?: string;
  /** Omitted if the server runs elsewhere. */
  readonly server: NatsServer | undefined;
  /** Whether its own server has its data folder. */
  readonly isStored: () => boolean;
  /** Calls `listener` with each line that its own server logs from now on; never for one that runs elsewhere. */
  followLog(listener: (line: string) => void): void;
  stop(): Promise<void>;
}

/** Servers that run elsewhere and trust this platform's operator. */
export const externalNats = (urls: readonly string[]): PlatformNats => ({
  urls,
  server: undefined,
  isStored: () => true,
  followLog: () => undefined,
  stop: () => Promise.resolve(),
});

/** The sum that the accounts' limits may reach. The real limit is the disk. */
const promisable = { maxMemoryBytes: 2 ** 40, maxFileBytes: 2 ** 50 };

/** How long a server may take to restore the streams of thousands of accounts before it accepts clients. */
const RESTORE_MS = 300_000;

/** Clients sign in JavaScript. On a busy machine that takes longer than the server's own limit of two seconds. */
const AUTH_TIMEOUT_MS = 20_000;

/** By default, a server pings after minutes. Until then, it passes requests to an instance whose link is dead. */
const pings = { ping_interval: '3s', ping_max: 2 };

/** Adds the settings that `given` does not have. If a setting occurs twice, the server uses the last one. */
const withPings = (given: NatsServerOptions['config']): NonNullable<NatsServerOptions['config']> =>
  typeof given === 'string'
    ? `ping_interval: "${pings.ping_interval}"\nping_max: ${pings.ping_max}\n${given}`
    : { ...pings, ...given };

interface EmbeddedOptions {
  readonly dataDir: string;
  readonly flush: JetStreamFlush;
  readonly natsServer: NatsServerOptions;
  readonly logger: Logger;
}

/** Starts a server that keeps its data below `dataDir`. */
export async function embeddedNats(
  keys: OperatorKeys,
  { dataDir, flush, natsServer: options, logger }: EmbeddedOptions,
): Promise<PlatformNats> {
  const { jwt, systemAccount, preload, maxControlLineBytes } = operatorBootstrap(keys);
  const storeDir = join(dataDir, 'jetstream');
  const listeners = new Set<(line: string) => void>();
  const server = await startNatsServer({
    readyTimeoutMs: RESTORE_MS,
    ...options,
    onLog: (line) => {
      options.onLog?.(line);
      for (const listener of listeners) listener(line);
    },
    config: withPings(options.config),
    limits: { maxControlLineBytes, authTimeoutMs: AUTH_TIMEOUT_MS, ...options.limits },
    jetstream: { storeDir, flush, ...promisable },
    operator: { jwt, systemAccount, resolver: { type: 'full', dir: join(dataDir, 'accounts'), preload } },
  });
  const folder = new StoredFolder(storeDir, logger);
  const unfollow = followFiles(certificatesOf(options), () => reload(server));
  const certFile = options.tls && { certFile: options.tls.certFile };
  const followLog = (listener: (line: string) => void): void => void listeners.add(listener);
  const stop = (): Promise<void> => {
    unfollow();
    folder.stop();
    return server.stop();
  };
  return { urls: server.clientUrls, server, isStored: () => folder.isThere, followLog, stop, ...certFile };
}

const certificatesOf = ({ tls, websocket }: NatsServerOptions): readonly string[] =>
  [tls, websocket?.tls].flatMap((files) => (files ? [files.certFile, files.keyFile] : []));

/**
 * Makes the server read its configuration again, with the files that it names. If they are not valid, the server keeps the old
 * ones.
 */
function reload({ pid }: NatsServer): void {
  if (pid !== undefined) process.kill(pid, 'SIGHUP');
}
