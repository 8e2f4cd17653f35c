import { HANDLER_TIMEOUT_MS, isSubjectToken, RESERVED_ENDPOINTS, withoutUndefined } from '@symphony-ts/contract';
import type { RestModel } from '../model/extension-model.js';
import { schemaProperties } from '../schema/json-schema.js';
import { checkLimits } from './check-limits.js';
import { checkSchema } from './check-schema.js';
import type { Scan } from './declaration.js';
import { type Handled, handled, inputOf, writtenText } from './declaration.js';
import { checkServiceName } from './read-endpoints.js';
import type { Report } from './report.js';
import { checkPath, pathParameters, pathShape } from './rest-path.js';

/** Statuses that HTTP sends without a body. */
const BODYLESS: readonly number[] = [204, 205, 304];

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** `@Rest`. */
export function readRest({ declarations, report }: Scan): readonly RestModel[] {
  const taken = new Map<string, string>();
  const ids = new Map<string, string>();
  const templates = new Map<string, string>();
  return handled(declarations, 'rest').map((declaration) => {
    const { method, path } = declaration.record;
    checkOperation(declaration, report);
    checkParts(declaration, report);
    const operation = `${method} ${pathShape(writtenText(path))}`;
    const first = taken.get(operation);
    if (first)
      report.problem(declaration.where, `${first} answers ${method} ${path} already`, 'give one of them another path');
    taken.set(operation, first ?? declaration.where);
    checkOperationId(declaration, ids, report);
    if (!first) checkNames(declaration, templates, report);
    return restModel(declaration);
  });
}

function checkOperationId({ record, where }: Handled<'rest'>, ids: Map<string, string>, report: Report): void {
  const id = record.options.operationId ?? record.member;
  const other = ids.get(id);
  if (other)
    report.problem(where, `${other} has the operationId '${id}' already`, 'give each operation an id of its own');
  else ids.set(id, where);
}

/** In OpenAPI, the positions of its parameters identify a path. So all methods of a path have to use the same names. */
function checkNames({ record, where }: Handled<'rest'>, templates: Map<string, string>, report: Report): void {
  const path = writtenText(record.path);
  const shape = pathShape(path);
  const known = templates.get(shape);
  if (known === undefined) templates.set(shape, path);
  else if (known !== path)
    report.problem(where, `the path '${path}' is '${known}' with other names`, `write '${known}'`);
}

function restModel(declaration: Handled<'rest'>): RestModel {
  const { record, handler } = declaration;
  const { member, method, path, options } = record;
  const { params, query, headers, body, response, status, wrapped, summary, description } = options;
  const { concurrency, maxQueued, trace } = options;
  return {
    name: member,
    handler,
    ...inputOf(declaration),
    method,
    path,
    responses: { ...options.responses },
    tags: [...(options.tags ?? [])],
    operationId: options.operationId ?? member,
    deprecated: options.deprecated ?? false,
    timeoutMs: options.timeoutMs ?? HANDLER_TIMEOUT_MS,
    ...withoutUndefined({ params, query, headers, body, response, status, wrapped, summary, description }),
    ...withoutUndefined({ concurrency, maxQueued, trace }),
  };
}

function checkOperation({ record, where }: Handled<'rest'>, report: Report): void {
  const { member, method, path, options } = record;
  if (!isSubjectToken(member) || RESERVED_ENDPOINTS.includes(member)) {
    report.problem(where, `'${member}' cannot be the name of an endpoint`, 'give the method another name');
  }
  checkServiceName(where, member, report);
  if (!methods.includes(method)) {
    report.problem(
      where,
      `'${writtenText(method)}' is not an HTTP method`,
      `write one of ${methods.join(', ')}, in capitals`,
    );
  }
  const mistake = checkPath(writtenText(path));
  if (mistake) report.problem(where, mistake.text, mistake.fix);
  for (const status of [options.status ?? 200, ...Object.keys(options.responses ?? {}).map(Number)]) {
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      report.problem(
        where,
        `a status of ${status}`,
        'give an HTTP status from 200 to 599; a lower one ends no request',
      );
    }
  }
  if ((method === 'GET' || method === 'HEAD') && options.body !== undefined) {
    report.warn(where, `a ${method} request with a body is dropped by many clients`, 'use POST, or query parameters');
  }
  if (options.response !== undefined && BODYLESS.includes(options.status ?? 200)) {
    report.problem(
      where,
      `a reply with status ${options.status} has no body`,
      'omit the response schema, or the status',
    );
  }
  checkLimits(where, options, report);
}

function checkParts({ record, where }: Handled<'rest'>, report: Report): void {
  const { path, options } = record;
  for (const part of ['params', 'query', 'headers'] as const) {
    const described = checkSchema(options[part], { where, part, side: 'input' }, report);
    if (!described) continue;
    const properties = schemaProperties(described);
    if (properties) {
      if (part === 'params') checkParams({ where, path, fields: Object.keys(properties) }, report);
      if (part === 'headers') checkHeaders(where, Object.keys(properties), report);
    } else {
      report.problem(where, `the ${part} schema is not an object`, 'give an object schema with one field each');
    }
  }
  checkSchema(options.body, { where, part: 'body', side: 'input' }, report);
  checkSchema(options.response, { where, part: 'response', side: 'output' }, report);
  for (const [status, response] of Object.entries(options.responses ?? {})) {
    if (typeof response === 'string') continue;
    checkSchema(response, { where, part: `responses[${status}]`, side: 'output' }, report);
  }
}

interface Params {
  readonly where: string;
  readonly path: string;
  readonly fields: readonly string[];
}

function checkParams({ where, path, fields }: Params, report: Report): void {
  const names = pathParameters(path);
  for (const name of names.filter((known) => !fields.includes(known))) {
    report.problem(where, `the path has a parameter '${name}' that the params schema lacks`, 'add it to the schema');
  }
  for (const name of fields.filter((field) => !names.includes(field))) {
    report.problem(
      where,
      `the params schema has a field '${name}' that the path lacks`,
      `write '{${name}}' in the path`,
    );
  }
}

function checkHeaders(where: string, fields: readonly string[], report: Report): void {
  for (const name of fields.filter((field) => field !== field.toLowerCase())) {
    const text = `header '${name}' never matches: names arrive in lower case`;
    report.problem(where, text, `write '${name.toLowerCase()}'`);
  }
}
