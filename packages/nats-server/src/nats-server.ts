/** A running nats-server process and what it takes to reach and to stop it. */
export interface NatsServer extends AsyncDisposable {
  /** For clients on this machine: `nats://127.0.0.1:40001`, or `tls://…`. */
  readonly url: string;
  /** Client port, the same after `restart()`. */
  readonly port: number;
  /** All addresses clients may use; more than one where the server listens on a wildcard address. */
  readonly clientUrls: readonly string[];
  /** `ws://…` or `wss://…`, where a WebSocket listener was asked for. */
  readonly websocketUrl: string | undefined;
  /** `http://…`, where monitoring was asked for. */
  readonly monitoringUrl: string | undefined;
  /** `nats://…` for other servers, where the server is in a cluster. */
  readonly clusterUrl: string | undefined;
  /** The name the server goes by, given or made up by itself. */
  readonly name: string;
  /** The running binary's version, such as `2.15.1`. */
  readonly version: string;
  /** `undefined` while the process is not running. */
  readonly pid: number | undefined;
  /** Where JetStream keeps its data; `undefined` without JetStream. */
  readonly storeDir: string | undefined;
  /** The last thousand lines of the server's log, over all its restarts. */
  logs(): readonly string[];
  /**
   * Ends the process in good order, by force after `stopTimeoutMs`, and removes all temporary files. Final, and the
   * same promise when called again.
   */
  stop(): Promise<void>;
  /** Ends the process in good order, by force after `stopTimeoutMs`; data, port and files stay for `restart()`. */
  halt(): Promise<void>;
  /** Ends the process at once, as a crash would; data, port and files stay for `restart()`. */
  kill(): Promise<void>;
  /**
   * Starts the server again on the same ports, data and configuration, after an orderly end where it still runs. A
   * port that something else took meanwhile is tried again until `readyTimeoutMs` is over.
   *
   * @throws `NATS_SERVER_STOPPED` after `stop()`; what `startNatsServer` throws
   */
  restart(): Promise<void>;
}
