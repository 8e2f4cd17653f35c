import { assertKnownOptions, HANDLER_TIMEOUT_MS, InvalidConfigurationError } from '@symphony-ts/contract';
import type { AddEndpointOptions, AddedHandler } from '../context/extension-context.js';
import { endpointOptionNames } from '../metadata/endpoint-options.js';
import type { EndpointModel } from '../model/extension-model.js';
import { checkEndpoint, checkGroup, checkServiceName } from '../scan/read-endpoints.js';
import { Report } from '../scan/report.js';

/** The model of an endpoint that is added in code. It is checked like a declared endpoint. */
export function addedEndpoint(name: string, options: AddEndpointOptions, handler: AddedHandler): EndpointModel {
  const report = new Report();
  checkServiceName(name, name, report);
  checkGroup(name, { name, group: options.group }, report);
  return judged(name, options, { handler, report });
}

/** The same for a handler of this instance. No name is reserved there. */
export const addedInstanceHandler = (name: string, handler: AddedHandler): EndpointModel =>
  judged(name, {}, { handler, report: new Report() });

function judged(
  name: string,
  options: AddEndpointOptions,
  { handler, report }: { readonly handler: AddedHandler; readonly report: Report },
): EndpointModel {
  const setting = `endpoint '${name}'`;
  assertKnownOptions(setting, options, endpointOptionNames);
  if (typeof handler !== 'function') {
    throw new InvalidConfigurationError({ setting, reason: `its handler is ${typeof handler}, not a function` });
  }
  checkEndpoint(name, { ...options, name }, report);
  const [problem] = report.problems;
  if (problem) {
    const reason = `${problem.text}; ${problem.fix}`;
    throw new InvalidConfigurationError({ setting, reason });
  }
  const { metadata = {}, timeoutMs = HANDLER_TIMEOUT_MS, ...rest } = options;
  return { ...rest, name, metadata, timeoutMs, handler: { kind: 'function', label: name, run: handler } };
}
