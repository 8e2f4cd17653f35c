import type { NatsConnection, Subscription } from '@nats-io/nats-core';
import type { CallableName, CallOptions, SymphonyClient } from '@symphony-ts/client';
import { decodePayload } from '@symphony-ts/client/internal';
import { buildCommand, commandsSubject, eventSubjects, type Manifest } from '@symphony-ts/contract';
import type { Application, ExtensionContext, ExtensionDefinition, RunningExtension } from '@symphony-ts/extension';
import { type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { contentTypeOf, encodeMessage } from '../bus/message-value.js';
import { assertRestInit, type RestInit, type RestResult } from '../extension/call-rest.js';
import {
  type ExtensionUnderTest,
  endpointName,
  type InputArgs,
  type PublishedMessage,
  type Result,
} from '../extension/extension-under-test.js';
import { type Constructor, instanceOf } from '../extension/test-extension.js';
import { fetchRest, type Gateway } from './fetch-rest.js';

/** The platform an extension is live on. */
export interface Surroundings {
  /** A connection inside the account of an extension. */
  inside(prefix: string): Promise<NatsConnection>;
  /** Where an extension is served over HTTP. */
  gateway(prefix: string): Promise<Gateway>;
}

export interface LiveExtensionParts<T> {
  readonly application: Application;
  readonly extension: Constructor<T> | ExtensionDefinition;
  readonly owner: Surroundings;
  readonly client: SymphonyClient;
}

/** An extension on a real platform. */
export class LiveExtension<T extends object> implements ExtensionUnderTest<T> {
  /** The object that handles the requests: an instance of the extension's class, or the definition itself. */
  readonly instance: T;
  /** The application that runs it. */
  readonly application: Application;
  /** A client that may call the extension. */
  readonly client: SymphonyClient;
  /** The messages that the extension published below its own prefix and that have arrived, in order. */
  readonly published: readonly PublishedMessage[];
  readonly #running: RunningExtension;
  readonly #owner: Surroundings;
  readonly #subscriptions: readonly Subscription[];

  private constructor(parts: LiveExtensionParts<T>, running: RunningExtension, heard: Heard) {
    this.instance = instanceOf(running.container, parts.extension);
    this.application = parts.application;
    this.client = parts.client;
    this.published = heard.published;
    this.#running = running;
    this.#owner = parts.owner;
    this.#subscriptions = heard.subscriptions;
  }

  /** Wraps a started application, and collects its published messages. */
  static async watch<T extends object>(parts: LiveExtensionParts<T>): Promise<LiveExtension<T>> {
    const [running] = parts.application.extensions;
    if (!running) throw new TypeError('the application is not started');
    const inside = await parts.owner.inside(running.prefix);
    const published: PublishedMessage[] = [];
    const subscriptions = eventSubjects(running.prefix).map((subject) =>
      inside.subscribe(subject, {
        callback: (_error, message) => {
          published.push({
            subject: message.subject,
            payload: decodePayload(message.data, contentTypeOf(message.headers)),
          });
        },
      }),
    );
    await inside.flush();
    return new LiveExtension(parts, running, { published, subscriptions });
  }

  /** Id of the running instance. */
  get instanceId(): string {
    return this.#running.instanceId;
  }

  /** The context that handlers receive. */
  get context(): ExtensionContext {
    return this.#running.context;
  }

  /** The manifest that is registered at this moment. */
  get manifest(): Manifest {
    return this.#running.manifest;
  }

  /** The running extension, with its connection, context and manifest. */
  get running(): RunningExtension {
    return this.#running;
  }

  /** Calls an endpoint. The name of a method gives the types of the method; any other name on the wire has no types. */
  request<K extends CallableName<T>>(name: K, ...input: InputArgs<T[K]>): Result<T[K]>;
  request<N extends string>(name: N extends keyof T ? never : N, input?: unknown): Promise<unknown>;
  request(name: string, input?: unknown): Promise<unknown> {
    const [model] = this.application.model.extensions;
    return this.send(endpointName(model, name), input);
  }

  /** Sends any input to an endpoint, without a check of its type. */
  send(endpoint: string, input?: unknown, options?: CallOptions): Promise<unknown> {
    return this.client.extension(this.#running.prefix).invoke(endpoint, input, options);
  }

  /** Calls a handler of this instance. */
  requestInstance(handler: string, input?: unknown): Promise<unknown> {
    return this.client.extension(this.#running.prefix).instance(this.instanceId).invoke(handler, input);
  }

  /** Sends an HTTP request to the platform's gateway. */
  async rest(method: string, url: string, init: RestInit = {}): Promise<RestResult> {
    assertRestInit(init);
    return fetchRest(await this.#owner.gateway(this.#running.prefix), { ...init, method, url });
  }

  /** Publishes an event in the account of the extension that the subject names. */
  async emit(subject: string, payload?: unknown): Promise<void> {
    const [, prefix = ''] = subject.split('.');
    const inside = await this.#owner.inside(prefix);
    const { data, headers } = encodeMessage(payload);
    inside.publish(subject, data, headers ? { headers } : {});
    await inside.flush();
  }

  /** Sends a command. Resolves to its reply. */
  command(name: string, payload?: unknown): Promise<unknown> {
    return this.client.request(commandsSubject(this.#running.prefix), buildCommand(name, payload));
  }

  /** Opens a bucket of the extension. */
  async bucket<V = unknown>(name: string): Promise<KeyValueBucket<V>> {
    // The test knows what it put there.
    return (await openBucket(await this.#owner.inside(this.#running.prefix), name)) as KeyValueBucket<V>;
  }

  /** Drains and stops the extension. The platform keeps running. */
  async stop(reason?: string): Promise<void> {
    for (const subscription of this.#subscriptions) if (!subscription.isClosed()) subscription.unsubscribe();
    await this.application.stop(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

interface Heard {
  readonly published: readonly PublishedMessage[];
  readonly subscriptions: readonly Subscription[];
}
