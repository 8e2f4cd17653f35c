import { commandsSubject, endpointPath, endpointSubject, instanceSubject, QUEUE_GROUP } from '@symphony-ts/contract';
import type { ExtensionModel } from '../model/extension-model.js';
import { memberName } from '../model/extension-model.js';
import type { Report } from './report.js';

/** The subject of a handler. With `queue: false` it gets every message. */
interface Listener {
  readonly where: string;
  readonly subject: string;
  readonly queue: string | false;
  readonly answers: boolean;
}

type Listening = Pick<
  ExtensionModel,
  'prefix' | 'endpoints' | 'rest' | 'instanceHandlers' | 'commands' | 'subscriptions'
>;

/**
 * Reports handlers that take each other's messages: two that answer the same subject, and handlers of one queue whose subjects
 * overlap. NATS passes each message to one member of a queue only, whichever of its subjects matched.
 */
export function checkSubjects(model: Listening, report: Report): void {
  const all = listeners(model);
  for (const [index, later] of all.entries()) {
    for (const earlier of all.slice(0, index)) {
      const text = conflict(earlier, later);
      if (text) report.problem(later.where, text, fix(later));
    }
  }
}

const fix = (later: Listener): string =>
  later.answers ? 'give one of them another name' : 'name the subjects apart, or give one of them a queue of its own';

function conflict(earlier: Listener, later: Listener): string | undefined {
  if (!subjectsOverlap(earlier.subject, later.subject)) return undefined;
  if (earlier.answers && later.answers) return `${earlier.where} answers ${later.subject} already`;
  if (earlier.queue === false || earlier.queue !== later.queue) return undefined;
  return `it shares queue '${earlier.queue}' with ${earlier.where} (${earlier.subject}): each message reaches only one of them`;
}

function listeners({
  prefix,
  endpoints,
  rest,
  instanceHandlers,
  commands,
  subscriptions,
}: Listening): readonly Listener[] {
  const served = { answers: true, queue: QUEUE_GROUP } as const;
  const instance = { answers: true, queue: false } as const;
  const [command] = commands;
  return [
    ...endpoints.map(({ name, group, queue = QUEUE_GROUP, handler }) => ({
      where: memberName(handler),
      subject: endpointSubject(prefix, endpointPath({ group, name })),
      queue,
      answers: true,
    })),
    ...rest.map(({ name, handler }) => ({
      ...served,
      where: memberName(handler),
      subject: endpointSubject(prefix, name),
    })),
    ...instanceHandlers.map(({ name, handler }) => ({
      ...instance,
      where: memberName(handler),
      subject: instanceSubject(prefix, '*', name),
    })),
    ...(command ? [{ ...served, where: memberName(command.handler), subject: commandsSubject(prefix) }] : []),
    ...subscriptions.map(({ subject, queue, handler }) => ({
      where: memberName(handler),
      subject,
      queue,
      answers: false,
    })),
  ];
}

/** Whether some subject matches both patterns. */
export function subjectsOverlap(first: string, other: string): boolean {
  const left = first.split('.');
  const right = other.split('.');
  for (let index = 0; ; index += 1) {
    const a = left[index];
    const b = right[index];
    if (a === undefined || b === undefined) return a === b;
    if (a === '>' || b === '>') return true;
    if (a !== b && a !== '*' && b !== '*') return false;
  }
}
