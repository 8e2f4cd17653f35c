/** A message that a page receives: a reply or an event. */
export interface PageMessage {
  /** Subject that the message arrived on. */
  readonly subject: string;
  /** The payload as it arrived. */
  readonly data: Uint8Array;
  /** Decodes `data` as UTF-8. */
  string(): string;
  /**
   * Parses `data` as JSON.
   *
   * @throws `SyntaxError` when it is not JSON
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the signature of nats.js, which pages know
  json<T = unknown>(): T;
  /** Headers of the message. `get` returns an empty string for a header that the message does not have. */
  readonly headers?: { get(name: string): string } | undefined;
}

/** @inferred except `timeout`, which is documented. */
export interface RequestOptions {
  /** Milliseconds until the request fails. Default 5,000. */
  readonly timeout?: number;
}

/** @inferred */
export interface SubscribeOptions {
  /** Called for each message. Without it, iterate over the subscription. */
  readonly callback?: (error: Error | null, message: PageMessage) => void;
}

/** @inferred */
export interface PageSubscription extends AsyncIterable<PageMessage> {
  /** Ends the subscription. */
  unsubscribe(): void;
}

/**
 * The connection of a page. It stays the same object when credentials are renewed.
 *
 * In a frame, it may send to the endpoints of its own extension and to the subjects that the extension declares. The person who
 * looks at the page needs the rights for them, too.
 */
export interface PageConnection {
  /**
   * Sends a request. Resolves to the reply, and rejects if none arrives in time.
   *
   * A request that is made while the connection is down waits for it, within its own time. If the connection does not come back,
   * or breaks before the reply arrives, the `name` of the error is `DisconnectedError`. If its `isSent` is true, the request may
   * have been handled.
   *
   * @documented development/python; what happens without a connection is @inferred
   */
  request(subject: string, payload?: Uint8Array | string, options?: RequestOptions): Promise<PageMessage>;
  /** Publishes an event. While the connection is down it is kept, for a minute at most. @inferred */
  publish(subject: string, payload?: Uint8Array | string): void;
  /** @inferred */
  subscribe(subject: string, options?: SubscribeOptions): PageSubscription;
}
