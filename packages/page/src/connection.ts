/** A message that a page received: a reply, or an event it subscribed to. */
export interface PageMessage {
  /** Subject that the message arrived on. */
  readonly subject: string;
  /** The payload as it arrived. */
  readonly data: Uint8Array;
  /** The text of `data`, read as UTF-8. */
  string(): string;
  /**
   * The value of `data`, read as JSON.
   *
   * @throws `SyntaxError` when it is not JSON
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the signature of nats.js, which pages know
  json<T = unknown>(): T;
  /** A header's value; an empty string if the message has no such header. */
  readonly headers?: { get(name: string): string } | undefined;
}

/** @inferred except `timeout`, which is documented. */
export interface RequestOptions {
  /** Milliseconds until the request fails. Default 5,000. */
  readonly timeout?: number;
}

/** @inferred */
export interface SubscribeOptions {
  /** Called for each message. Omit it, and the subscription is an async iterable. */
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
 * In a frame it may send to the endpoints of its own extension and to what its extension declared; in both cases within the
 * rights of the person who looks at it.
 */
export interface PageConnection {
  /** Sends a request and resolves to its reply. Rejects if nobody answers in time. @documented development/python */
  request(subject: string, payload?: Uint8Array | string, options?: RequestOptions): Promise<PageMessage>;
  /** @inferred */
  publish(subject: string, payload?: Uint8Array | string): void;
  /** @inferred */
  subscribe(subject: string, options?: SubscribeOptions): PageSubscription;
}
