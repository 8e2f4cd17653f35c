import {
  commandsSubject,
  endpointPath,
  endpointSubject,
  instanceSubject,
  isSubjectPattern,
  withoutRoot,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { CapabilityModel, ExtensionModel } from '../model/extension-model.js';
import type { Scan } from './declaration.js';
import { declared, writtenText } from './declaration.js';
import type { Report } from './report.js';

type Handlers = Pick<ExtensionModel, 'endpoints' | 'rest' | 'instanceHandlers' | 'commands' | 'subscriptions'>;

/** `@Capability`, and the `sub` capabilities that the extension's own handlers need. */
export function readCapabilities(scan: Scan, handlers: Handlers): readonly CapabilityModel[] {
  const own = declared(scan.declarations, 'capability').map(({ record, where }) => {
    const { type, subject, description, options } = record;
    checkCapability(type, writtenText(subject), { where, scan });
    return { type, subject, description, ...withoutUndefined({ schema: options.schema }) };
  });
  const known = new Set(own.map(({ type, subject }) => `${type} ${subject}`));
  return [
    ...own,
    ...inferCapabilities(scan.prefix, handlers).filter(({ type, subject }) => !known.has(`${type} ${subject}`)),
  ];
}

function inferCapabilities(prefix: string, handlers: Handlers): readonly CapabilityModel[] {
  const subjects = new Map<string, string>();
  const add = (wireSubject: string, description: string): void => {
    const subject = withoutRoot(wireSubject);
    if (!subjects.has(subject)) subjects.set(subject, description);
  };
  for (const { name, group, description } of handlers.endpoints) {
    add(endpointSubject(prefix, endpointPath({ group, name })), description ?? `Endpoint ${name}`);
  }
  for (const { name, method, path, summary, description } of handlers.rest) {
    add(endpointSubject(prefix, name), description ?? summary ?? `${method} ${path}`);
  }
  for (const { name, description } of handlers.instanceHandlers) {
    add(instanceSubject(prefix, '*', name), description ?? `Instance handler ${name}`);
  }
  if (handlers.commands.length > 0) add(commandsSubject(prefix), 'Commands');
  for (const { subject } of handlers.subscriptions) if (isRooted(subject)) add(subject, `Events ${subject}`);
  return [...subjects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, description]) => ({ type: 'sub' as const, subject, description }));
}

/** True for a wire subject that a capability can describe. */
export const isRooted = (subject: string): boolean => /^(?:cirata|extensions|events)\./.test(subject);

function checkCapability(type: string, subject: string, { where, scan }: { where: string; scan: Scan }): void {
  const { report, prefix } = scan;
  if (type !== 'pub' && type !== 'sub')
    report.problem(where, `'${type}' is not a kind of capability`, "write 'pub' or 'sub'");
  if (subject === 'cirata' || subject.startsWith('cirata.')) {
    report.problem(where, 'capabilities leave out the root', `write '${withoutRoot(subject)}'`);
    return;
  }
  if (!isSubjectPattern(subject)) {
    report.problem(
      where,
      `'${subject}' is not a subject`,
      'join tokens with single dots; * for one token, > for the rest',
    );
    return;
  }
  checkForeignWildcard({ where, subject, prefix }, report);
}

/** Reports a wildcard that reaches into other extensions: the platform refuses it. */
export function checkForeignWildcard(
  { where, subject, prefix }: { readonly where: string; readonly subject: string; readonly prefix: string },
  report: Report,
): void {
  const tokens = subject.split('.');
  const wildcard = tokens.findIndex((token) => token === '*' || token === '>');
  if (wildcard < 0) return;
  const reachesExtensions = wildcard === 0 || tokens[0] === 'extensions' || tokens[0] === 'events';
  const isOwn = wildcard > 1 && tokens[1] === prefix;
  if (reachesExtensions && !isOwn) {
    const text = `the wildcard '${subject}' reaches into other extensions, which the platform refuses`;
    report.problem(where, text, `name each subject, or stay below 'extensions.${prefix}'`);
  }
}
