import { Svcm, type Service } from '@nats-io/services';
import { QUEUE_GROUP, endpointSubject, serviceGroup } from '@symphony-ts/contract';
import type { Attributes, CounterSeries, Telemetry } from '@symphony-ts/observability';
import type { EndpointModel, ExtensionModel } from '../model/extension-model.js';
import type { OnAnswer } from '../invoke/serve.js';
import type { BinderDeps, Binding } from './binding.js';
import { durationRecorder } from './durations.js';
import { serveHandler, type Take } from './handler-server.js';
import { servedEndpoint, servedRest, type Served } from './served.js';

/** The micro service of an extension: endpoints and REST operations, balanced over its instances by NATS. */
export interface ServiceBinding extends Binding {
  /** Adds an endpoint while the service runs; closing the result takes it away again. */
  add(endpoint: EndpointModel): Promise<Binding>;
  /** What serves an endpoint or REST operation, by its name below the extension's group. */
  find(name: string): Take | undefined;
  /** Resolves with the error that ended the service, or with `undefined` once it was closed. */
  readonly ended: Promise<Error | undefined>;
}

export interface ServiceBinderDeps extends BinderDeps {
  /** Shown by discovery: the OpenAPI document among others. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Counts {
  requests: number;
  errors: number;
}

/** One micro service, and what serves each of its subjects. */
interface StartedService {
  readonly service: Service;
  readonly takers: ReadonlyMap<string, Take>;
}

/** Binds every endpoint and REST operation of the model. */
export async function bindService(model: ExtensionModel, deps: ServiceBinderDeps): Promise<ServiceBinding> {
  const declared = [...model.endpoints.map(servedEndpoint), ...model.rest.map(servedRest)];
  const { service, takers } = await startService(model, declared, deps);
  const added = new Map<Binding, StartedService>();
  return {
    ended: service.stopped.then((error) => error ?? undefined),
    async add(endpoint) {
      // The micro library cannot take one endpoint out again, so each added one is a service of the same name.
      const own = await startService(model, [servedEndpoint(endpoint)], deps);
      const binding: Binding = {
        close: async () => {
          added.delete(binding);
          await own.service.stop();
        },
      };
      added.set(binding, own);
      return binding;
    },
    find(name) {
      const subject = endpointSubject(model.prefix, name);
      return [takers, ...[...added.values()].map((own) => own.takers)].find((one) => one.has(subject))?.get(subject);
    },
    async close() {
      await Promise.all([service.stop(), ...[...added.keys()].map((binding) => binding.close())]);
    },
  };
}

/**
 * Starts one micro service. Its name is the prefix, so that `$SRV.INFO.<prefix>` finds it. It has no queue of its own:
 * nats.js takes an endpoint's empty queue for "as the service", and `queue: false` would never come through.
 */
async function startService(
  model: ExtensionModel,
  all: readonly Served[],
  deps: ServiceBinderDeps,
): Promise<StartedService> {
  const counts = new Map<string, Counts>();
  const takers = new Map<string, Take>();
  const service = await new Svcm(deps.nc).add({
    name: model.prefix,
    version: model.version,
    description: model.description,
    metadata: { ...deps.metadata },
    queue: '',
    statsHandler: (endpoint) => Promise.resolve(counts.get(endpoint.subject) ?? null),
  });
  const root = service.addGroup(serviceGroup(model.prefix));
  for (const served of all) {
    const count: Counts = { requests: 0, errors: 0 };
    const take = countingTaker(served, { prefix: model.prefix, count, deps });
    const subject = endpointSubject(model.prefix, pathOf(served));
    counts.set(subject, count);
    takers.set(subject, take);
    const group = served.group === undefined ? root : root.addGroup(served.group);
    group.addEndpoint(served.name, {
      queue: served.queue === false ? '' : (served.queue ?? QUEUE_GROUP),
      metadata: { ...served.metadata },
      handler: (error, message) => {
        if (!error) take(message);
      },
    });
  }
  return { service, takers };
}

/** Its name with that of its group. */
const pathOf = ({ group, name }: Served): string => (group === undefined ? name : `${group}.${name}`);

interface Counting {
  readonly prefix: string;
  readonly count: Counts;
  readonly deps: BinderDeps;
}

/** Counts requests, and those of them that were refused, among the metrics; a series is there once there is something to count. */
function tallyOf({ metrics }: Telemetry, attributes: Attributes): (isRefused: boolean) => void {
  const requests = metrics.counter('nats.service.requests.total', { unit: '{request}' });
  const errors = metrics.counter('nats.service.errors.total', { unit: '{request}' });
  let answered: CounterSeries | undefined;
  return (isRefused) => {
    answered ??= requests.series(attributes);
    answered.value += 1;
    if (isRefused) errors.add(1, attributes);
  };
}

function countingTaker(served: Served, { prefix, count, deps }: Counting): Take {
  const { telemetry } = deps;
  const tally = telemetry && tallyOf(telemetry, { endpoint: pathOf(served) });
  const measured = { method: `${prefix}/${pathOf(served)}`, http: served.attributes };
  const measure = telemetry && durationRecorder(telemetry, measured);
  const onAnswer: OnAnswer = (request, refused, httpStatus) => {
    count.requests += 1;
    if (refused) count.errors += 1;
    tally?.(refused !== undefined);
    measure?.(request, refused, httpStatus);
  };
  const name = served.spanName ?? pathOf(served);
  return serveHandler({ ...served, name, onAnswer }, deps);
}
