import { HANDLER_TIMEOUT_MS, isSubjectPattern, isSubjectToken, withoutUndefined } from '@symphony-ts/contract';
import type { CommandModel, SubscriptionModel } from '../model/extension-model.js';
import { checkLimits } from './check-limits.js';
import { checkSchema } from './check-schema.js';
import type { Scan } from './declaration.js';
import { handled, writtenText } from './declaration.js';
import { checkForeignWildcard, isRooted } from './read-capabilities.js';

/** `@Subscribe`. */
export function readSubscriptions({ prefix, declarations, report }: Scan): readonly SubscriptionModel[] {
  return handled(declarations, 'subscribe').map(({ record, where, handler }) => {
    const { subject, options } = record;
    const { queue = prefix, schema, concurrency, maxQueued, trace } = options;
    if (!isSubjectPattern(writtenText(subject))) {
      const fix = 'join tokens with single dots; * stands for one token, > at the end for all that follow';
      report.problem(where, `'${writtenText(subject)}' is not a subject`, fix);
    } else if (isRooted(subject)) {
      checkForeignWildcard({ where, subject: subject.replace(/^cirata\./, ''), prefix }, report);
    } else {
      const text = `'${subject}' is neither an event nor a service: no capability covers it on a platform`;
      report.warn(where, text, "begin it with 'extensions.', 'events.' or 'cirata.'");
    }
    if (queue !== false && !isSubjectToken(writtenText(queue))) {
      report.problem(where, `'${writtenText(queue)}' cannot be a queue group`, 'use one token, or false for none');
    }
    checkLimits(where, { concurrency, maxQueued }, report);
    checkSchema(schema, { where, part: 'message', side: 'input' }, report);
    return { subject, handler, queue, ...withoutUndefined({ schema, concurrency, maxQueued, trace }) };
  });
}

/** `@OnCommand`. */
export function readCommands({ declarations, report }: Scan): readonly CommandModel[] {
  const taken = new Map<string, string>();
  return handled(declarations, 'command').map(({ record, where, handler }) => {
    const { name, options } = record;
    if (!isSubjectToken(writtenText(name))) {
      report.problem(where, `'${writtenText(name)}' cannot be a command`, 'use one token: no space, dot, * or >');
    }
    const first = taken.get(name);
    if (first) report.problem(where, `${first} takes the command '${name}' already`, 'give one of them another name');
    taken.set(name, first ?? where);
    checkLimits(where, options, report);
    checkSchema(options.schema, { where, part: 'command', side: 'input' }, report);
    return {
      name,
      handler,
      timeoutMs: options.timeoutMs ?? HANDLER_TIMEOUT_MS,
      ...withoutUndefined({ schema: options.schema, trace: options.trace }),
    };
  });
}
