import type { NatsConnection } from '@nats-io/nats-core';
import type { CallableName, CallOptions, SymphonyClient } from '@symphony-ts/client';
import { buildCommand, commandsSubject, type Manifest } from '@symphony-ts/contract';
import type { ExtensionModel } from '@symphony-ts/extension/internal';
import { assertRestInit, callRest, type RestInit, type RestResult } from './call-rest.js';
import { type ExtensionCalls, endpointName, type InputArgs, type Result } from './extension-under-test.js';

interface CallsAsParts {
  readonly model: ExtensionModel;
  readonly client: SymphonyClient;
  readonly outside: NatsConnection;
  readonly proof: string;
  readonly instanceId: string;
  readonly manifest: () => Manifest;
}

/** The calls of `TestExtension`, on behalf of one caller. */
export class CallsAs<T extends object> implements ExtensionCalls<T> {
  readonly #parts: CallsAsParts;

  constructor(parts: CallsAsParts) {
    this.#parts = parts;
  }

  /** Calls an endpoint. The name of a method gives the types of the method; any other name on the wire has no types. */
  request<K extends CallableName<T>>(name: K, ...input: InputArgs<T[K]>): Result<T[K]>;
  request<N extends string>(name: N extends keyof T ? never : N, input?: unknown): Promise<unknown>;
  request(name: string, input?: unknown): Promise<unknown> {
    return this.send(endpointName(this.#parts.model, name), input);
  }

  /** Sends any input to an endpoint, without a check of its type. */
  send(endpoint: string, input?: unknown, options?: CallOptions): Promise<unknown> {
    const { client, model } = this.#parts;
    return client.extension(model.prefix).invoke(endpoint, input, options);
  }

  /** Calls an instance handler. */
  requestInstance(handler: string, input?: unknown): Promise<unknown> {
    const { client, model, instanceId } = this.#parts;
    return client.extension(model.prefix).instance(instanceId).invoke(handler, input);
  }

  /** Sends an HTTP request through the routes of `@Rest`. */
  async rest(method: string, url: string, init: RestInit = {}): Promise<RestResult> {
    assertRestInit(init);
    const { outside, proof, manifest, instanceId } = this.#parts;
    return callRest(outside, manifest(), { ...init, method, url, instanceId, caller: proof });
  }

  /** Sends a command. Resolves to its reply. */
  command(name: string, payload?: unknown): Promise<unknown> {
    const { client, model } = this.#parts;
    return client.request(commandsSubject(model.prefix), buildCommand(name, payload));
  }
}
