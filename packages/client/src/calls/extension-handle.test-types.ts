/*
 * Type tests: compiled, never run. A line under `@ts-expect-error` must not compile.
 */
import * as z from 'zod';
import type { SymphonyClient } from '../client/symphony-client.js';
import { defineContract, type Implements } from './extension-contract.js';

type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Holds<T extends true> = T;
type Result<M extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<M>>;

interface EndpointRequest {
  readonly kind: 'endpoint' | 'rest';
  readonly data: Uint8Array;
  readonly signal: AbortSignal;
  readonly deadline: Date;
}
interface EventMessage {
  readonly kind: 'event' | 'command';
  readonly data: Uint8Array;
  readonly signal: AbortSignal;
}
interface RestRequest extends EndpointRequest {
  readonly kind: 'rest';
  readonly body: unknown;
}
declare class Catalog {
  add(input: { readonly name: string }, request: EndpointRequest): Promise<{ id: number; created: Date }>;
  find(input?: { readonly text: string }): Promise<string[]>;
  list(): readonly string[];
  abortable(input: { readonly id: number }, request: { readonly signal: AbortSignal }): number;
  item(request: RestRequest): unknown;
  changed(message: { readonly id: number }, event: EventMessage): void;
  compare(left: { readonly a: 1 }, right: { readonly a: 1 }): number;
  readonly size: number;
}

declare const client: SymphonyClient;
const catalog = client.extension(Catalog);

void catalog.add({ name: 'x' }, { timeoutMs: 1 });
void catalog.list({ timeoutMs: 1 });
void catalog.find();
void catalog.abortable({ id: 1 });
void catalog.instance('I1').list();
export const invoked: Promise<number> = catalog.invoke<number>('anything', 1);
// @ts-expect-error -- the input is missing
void catalog.add();
// @ts-expect-error -- the input is of another type
void catalog.add({ name: 1 });
// @ts-expect-error -- an HTTP operation is not called as a method
void catalog.item;
// @ts-expect-error -- events are not called
void catalog.changed;
// @ts-expect-error -- its second parameter is no request, so it is no endpoint
void catalog.compare;
// @ts-expect-error -- a property is no endpoint
void catalog.size;

const untyped = client.extension('catalog');
export const unknown: Promise<unknown> = untyped.invoke('add', 1);
// @ts-expect-error -- nothing is known of it but its prefix
void untyped.add;
void client.extension<Catalog>('catalog').add({ name: 'x' });

const api = defineContract('catalog', {
  add: {
    request: z.object({ name: z.string(), count: z.number().default(1) }),
    response: z.object({ at: z.coerce.date() }),
  },
  list: { name: 'list-all', response: z.array(z.string()) },
  ping: {},
});
const byContract = client.extension(api);
// What a schema has a default for need not be sent.
void byContract.add({ name: 'x' });
void byContract.list({ timeoutMs: 1 });
void byContract.ping();
// @ts-expect-error -- not in the contract
void byContract.remove;

export type Results = [
  Holds<Same<Result<typeof catalog.add>, { id: number; created: string }>>,
  Holds<Same<Result<typeof catalog.list>, string[]>>,
  Holds<Same<Result<typeof byContract.add>, { at: string }>>,
  Holds<Same<Result<typeof byContract.list>, string[]>>,
  Holds<Same<Result<typeof byContract.ping>, unknown>>,
];

export class Fulfils implements Implements<typeof api> {
  add(input: { name: string; count: number }, _request: EndpointRequest): { at: Date } {
    return { at: new Date(input.count) };
  }
  list(): string[] {
    return [];
  }
  ping(): void {}
}

export class Breaks implements Pick<Implements<typeof api>, 'add'> {
  // @ts-expect-error -- the input differs from what the schema gives
  add(input: { name: number }): number {
    return input.name;
  }
}
// @ts-expect-error -- `ping` is missing
export class Lacks implements Pick<Implements<typeof api>, 'ping'> {}
