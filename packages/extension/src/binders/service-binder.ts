import { type Service, Svcm } from '@nats-io/services';
import { endpointPath, endpointSubject, QUEUE_GROUP, serviceGroup } from '@symphony-ts/contract';
import type { Attributes, CounterSeries, Telemetry } from '@symphony-ts/observability';
import type { OnAnswer } from '../invoke/message-handler.js';
import type { ExtensionModel } from '../model/extension-model.js';
import type { Binder, BinderDeps, Binding, MessageHandler, ServiceBinding } from './binding.js';
import { durationRecorder } from './durations.js';
import { createModelHandler } from './model-handler.js';
import { endpointHandler, restHandler, type ServiceHandler } from './service-handler.js';

interface Counts {
  requests: number;
  errors: number;
}

/** One micro service, and the handler of each of its subjects. */
interface StartedService {
  readonly service: Service;
  readonly handlers: ReadonlyMap<string, MessageHandler>;
}

/** Binds every endpoint and REST operation of the model. */
export const serviceBinder: Binder = { name: 'draining endpoints', bind: bindService };

async function bindService(model: ExtensionModel, deps: BinderDeps): Promise<ServiceBinding> {
  const declared = [...model.endpoints.map(endpointHandler), ...model.rest.map(restHandler)];
  const { service, handlers } = await startService(model, declared, deps);
  const added = new Map<Binding, StartedService>();
  const binding: ServiceBinding = {
    ended: service.stopped.then((error) => error ?? undefined),
    async add(endpoint) {
      // The micro library cannot remove a single endpoint, so each added one is a service of the same name.
      const own = await startService(model, [endpointHandler(endpoint)], deps);
      const addition: Binding = {
        close: async () => {
          added.delete(addition);
          await own.service.stop();
        },
      };
      added.set(addition, own);
      return addition;
    },
    find(name) {
      const subject = endpointSubject(model.prefix, name);
      return [handlers, ...[...added.values()].map((own) => own.handlers)]
        .find((known) => known.has(subject))
        ?.get(subject);
    },
    async close() {
      await Promise.all([service.stop(), ...[...added.keys()].map((addition) => addition.close())]);
    },
  };
  return (deps.bound.service = binding);
}

/**
 * Starts one micro service. Its name is the prefix, so `$SRV.INFO.<prefix>` finds it. The service has no queue of its own:
 * nats.js reads an empty queue of an endpoint as "the queue of the service", so `queue: false` would have no effect.
 */
async function startService(
  model: ExtensionModel,
  all: readonly ServiceHandler[],
  deps: BinderDeps,
): Promise<StartedService> {
  const counts = new Map<string, Counts>();
  const handlers = new Map<string, MessageHandler>();
  const service = await new Svcm(deps.nc).add({
    name: model.prefix,
    version: model.version,
    description: model.description,
    metadata: { ...deps.metadata() },
    queue: '',
    statsHandler: (endpoint) => Promise.resolve(counts.get(endpoint.subject) ?? null),
  });
  const root = service.addGroup(serviceGroup(model.prefix));
  for (const handler of all) {
    const count: Counts = { requests: 0, errors: 0 };
    const handle = countingHandler(handler, { prefix: model.prefix, count, deps });
    const subject = endpointSubject(model.prefix, endpointPath(handler));
    counts.set(subject, count);
    handlers.set(subject, handle);
    const group = handler.group === undefined ? root : root.addGroup(handler.group);
    group.addEndpoint(handler.name, {
      queue: handler.queue === false ? '' : (handler.queue ?? QUEUE_GROUP),
      metadata: { ...handler.metadata },
      handler: (error, message) => {
        if (!error) handle(message);
      },
    });
  }
  return { service, handlers };
}

/** The needs of `countingHandler`. */
interface Counting {
  readonly prefix: string;
  readonly count: Counts;
  readonly deps: BinderDeps;
}

/** Counts requests and refusals as metrics. A series exists once it has counted something. */
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

function countingHandler(handler: ServiceHandler, { prefix, count, deps }: Counting): MessageHandler {
  const { telemetry } = deps;
  const tally = telemetry && tallyOf(telemetry, { endpoint: endpointPath(handler) });
  const measured = { method: `${prefix}/${endpointPath(handler)}`, http: handler.attributes };
  const measure = telemetry && durationRecorder(telemetry, measured);
  const onAnswer: OnAnswer = (request, refused, httpStatus) => {
    count.requests += 1;
    if (refused) count.errors += 1;
    tally?.(refused !== undefined);
    measure?.(request, refused, httpStatus);
  };
  const name = handler.spanName ?? endpointPath(handler);
  return createModelHandler({ ...handler, name, onAnswer }, deps);
}
