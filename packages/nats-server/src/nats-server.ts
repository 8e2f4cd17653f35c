/** A nats-server process, with its addresses and the methods to stop and restart it. */
export interface NatsServer extends AsyncDisposable {
  /** Address for clients on this machine, such as `nats://127.0.0.1:40001`; `tls://…` with TLS. */
  readonly url: string;
  /** Port for clients. It does not change at `restart()`. */
  readonly port: number;
  /** All addresses for clients. More than one if the server listens on a wildcard address. */
  readonly clientUrls: readonly string[];
  /** Address of the WebSocket listener, `ws://…` or `wss://…`. `undefined` if it is off. */
  readonly websocketUrl: string | undefined;
  /** Address of the monitoring endpoint, `http://…`. `undefined` if it is off. */
  readonly monitoringUrl: string | undefined;
  /** Address for the other servers of its cluster, `nats://…`. `undefined` without a cluster. */
  readonly clusterUrl: string | undefined;
  /** Name of the server, from the options or chosen by the server. */
  readonly name: string;
  /** Version of the binary, such as `2.15.1`. */
  readonly version: string;
  /** Id of the process. `undefined` while it is not running. */
  readonly pid: number | undefined;
  /** Folder of the JetStream data. `undefined` without JetStream. */
  readonly storeDir: string | undefined;
  /** The last thousand lines of the server's log, from all its runs. */
  logs(): readonly string[];
  /**
   * Ends the process in good order, or by force after `stopTimeoutMs`, and removes all temporary files. The server cannot be
   * started again. Later calls return the same promise.
   */
  stop(): Promise<void>;
  /** Ends the process in good order, or by force after `stopTimeoutMs`. Data, port and files stay for `restart()`. */
  halt(): Promise<void>;
  /** Ends the process at once, like a crash. Data, port and files stay for `restart()`. */
  kill(): Promise<void>;
  /**
   * Starts the server again with the same ports, data and configuration. If it still runs, it is stopped in good order first. If
   * another program uses a port in the meantime, the start is repeated until `readyTimeoutMs` has passed.
   *
   * @throws `NATS_SERVER_STOPPED` when `stop()` was called before
   * @throws what `startNatsServer` throws
   */
  restart(): Promise<void>;
}
