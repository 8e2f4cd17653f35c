import {
  HANDLER_TIMEOUT_MS,
  isSubjectToken,
  limits,
  RESERVED_ENDPOINTS,
  type Schema,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { EndpointOptions } from '../metadata/endpoint-options.js';
import type { EndpointModel } from '../model/extension-model.js';
import { checkLimits } from './check-limits.js';
import { checkSchema } from './check-schema.js';
import type { Scan } from './declaration.js';
import { type Handled, handled, inputOf, writtenText } from './declaration.js';
import type { Report } from './report.js';

/** Members that the typed client keeps for itself; `then` would make it a promise. */
const RESERVED_MEMBERS: readonly string[] = ['then', 'invoke', 'instance'];

/** `@Endpoint`. */
export const readEndpoints = ({ declarations, report }: Scan): readonly EndpointModel[] =>
  handled(declarations, 'endpoint').map((declaration) => {
    const member = declaration.record.member;
    const name = declaration.record.name ?? member;
    if (RESERVED_MEMBERS.includes(member)) {
      report.problem(
        declaration.where,
        `the typed client has a '${member}' of its own`,
        'give the method another name',
      );
    }
    checkServiceName(declaration.where, name, report);
    checkGroup(declaration.where, { name, group: declaration.record.options.group }, report);
    return readEndpoint(declaration, name, report);
  });

/** Reports a name that a NATS service cannot have. Its rules are stricter than those of subjects. */
export function checkServiceName(where: string, name: string, report: Report): void {
  const text = writtenText(name);
  if (isSubjectToken(text) && !/^[\w-]+$/.test(text)) {
    report.problem(where, `'${text}' cannot be an endpoint name`, 'use letters (a–z, A–Z), digits, _ and -');
  }
}

/** Reports an endpoint at a subject that the extension already uses, and a group that is not valid. */
export function checkGroup(
  where: string,
  { name, group }: { readonly name: string; readonly group: string | undefined },
  report: Report,
): void {
  if (group === undefined && RESERVED_ENDPOINTS.includes(name)) {
    report.problem(where, `'${name}' is a reserved endpoint name`, 'give the endpoint another name');
  }
  if (group !== undefined && (!isSubjectToken(group) || RESERVED_ENDPOINTS.includes(group))) {
    report.problem(where, `'${group}' cannot be a group`, 'use one subject token other than instance or commands');
  }
}

/** `@InstanceHandler`. */
export const readInstanceHandlers = ({ declarations, report }: Scan): readonly EndpointModel[] =>
  handled(declarations, 'instance-handler').map((declaration) => {
    if (declaration.record.options.group !== undefined) {
      report.problem(declaration.where, 'an instance handler has no group', 'omit the group');
    }
    return readEndpoint(declaration, declaration.record.name, report);
  });

function readEndpoint(
  declaration: Handled<'endpoint' | 'instance-handler'>,
  name: string,
  report: Report,
): EndpointModel {
  const { where, handler } = declaration;
  const options = declaration.record.options;
  checkEndpoint(where, { ...options, name }, report);
  const { request, response, description, group, queue, concurrency, maxQueued, trace } = options;
  return {
    name,
    handler,
    member: declaration.record.member,
    ...inputOf(declaration),
    metadata: { ...options.metadata },
    timeoutMs: options.timeoutMs ?? HANDLER_TIMEOUT_MS,
    ...withoutUndefined({ request, response, description, group, queue, concurrency, maxQueued, trace }),
  };
}

type Named = Omit<EndpointOptions<Schema, Schema>, 'name'> & { readonly name: string };

/** Reports mistakes in the name and the options of an endpoint, from a decorator as well as from code. */
export function checkEndpoint(where: string, { name, ...options }: Named, report: Report): void {
  if (!isSubjectToken(writtenText(name))) {
    report.problem(
      where,
      `'${writtenText(name)}' cannot be an endpoint name`,
      'use one subject token: no space, dot, * or >',
    );
  }
  if (writtenText(name).length > limits.endpointName) {
    const fix = `use up to ${limits.endpointName} characters`;
    report.problem(where, `the endpoint name '${name.slice(0, 32)}…' is too long`, fix);
  }
  checkMetadata(where, options.metadata, report);
  if (typeof options.queue === 'string' && !isSubjectToken(options.queue)) {
    report.problem(where, `'${options.queue}' cannot be a queue group`, 'use one token: no space, dot, * or >');
  }
  checkLimits(where, options, report);
  checkSchema(options.request, { where, part: 'request', side: 'input' }, report);
  checkSchema(options.response, { where, part: 'response', side: 'output' }, report);
}

/** Reports entries that are not text: discovery shows them as they are. */
export function checkMetadata(where: string, metadata: Readonly<Record<string, unknown>> = {}, report: Report): void {
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') report.problem(where, `metadata '${key}' is not text`, 'write it as a string');
  }
}
