import {
  eventSubjects,
  events,
  formatExactJson,
  isEvent,
  type ReceivedEvent,
  type RenderFormat,
  renderEvent,
} from '@symphony-ts/jetstream-manager';
import { type Command, Option } from 'commander';
import { isOutsideSystemAccount } from '../connection/system-account.js';
import { collectSubjects } from '../input/list-option.js';
import { parseCount, parsePattern } from '../input/parse-option.js';
import { type AddCommand, isJson, withConnection } from '../running/command-context.js';

interface EventFlags {
  readonly subject?: readonly string[];
  readonly system?: boolean;
  readonly type?: string;
  readonly format: keyof typeof formats;
  readonly count?: number;
}

const formats = {
  compact: 'text/compact',
  extended: 'text/extended',
  json: 'application/json',
  cloudevent: 'application/cloudeventv1',
} as const satisfies Record<string, RenderFormat>;

const noServerEvents =
  'jsm: this connection is not in the system account, so it receives no events of the server; ' +
  'connect as a user of that account (--creds, --user or --context), or omit --system';

/** `jsm events`: shows events as they happen, until it is interrupted. */
export const addEvents: AddCommand = (program, context) => {
  program
    .command('events')
    .description('show advisories, metrics and server events as they happen')
    .option(
      '--subject <subject>',
      'listen to these subjects instead of the default; repeat it for more',
      collectSubjects,
    )
    .option('--system', 'also show events of the server; needs the system account')
    .option('--type <expression>', 'only event types that match this regular expression')
    .addOption(new Option('--format <name>', 'output format').choices(Object.keys(formats)).default('compact'))
    .addOption(new Option('--count <number>', 'end after this many events').argParser(parseCount))
    .action(async (flags: EventFlags, command: Command) => {
      const { io } = context;
      const isWanted = typeFilter(flags.type);
      const subjects = subjectsOf(flags);
      await withConnection(command, context, async (nc, { timeoutMs }) => {
        if (subjects.some(isOfServer) && (await isOutsideSystemAccount(nc, timeoutMs))) io.err(noServerEvents);
        const stream = events(nc, {
          subjects,
          signal: io.signal,
          onBadMessage: (error, { subject }) => io.err(`${subject}: ${error.message}`),
        });
        await nc.flush();
        io.err('listening');
        let left = flags.count ?? Number.POSITIVE_INFINITY;
        for await (const event of stream) {
          if (!isWanted(event)) continue;
          io.out(isJson(command) ? formatExactJson(event.message) : show(event, formats[flags.format]));
          left -= 1;
          if (left <= 0) break;
        }
      });
    });
};

function subjectsOf({ subject, system }: EventFlags): readonly string[] {
  if (subject !== undefined) return subject;
  const { advisories, metrics, connects, disconnects, accounts } = eventSubjects;
  return system ? [advisories, metrics, connects, disconnects, accounts] : [advisories, metrics];
}

const isOfServer = (subject: string): boolean => subject.startsWith('$SYS.');

function typeFilter(expression: string | undefined): (event: ReceivedEvent) => boolean {
  if (expression === undefined) return () => true;
  const pattern = parsePattern(expression);
  return ({ type }) => pattern.test(type);
}

/** Events of a newer server are shown unchanged. */
function show(event: ReceivedEvent, format: RenderFormat): string {
  if (!isEvent(event)) return `${event.subject} ${formatExactJson(event.message)}`;
  const text = renderEvent(event, format);
  return format === 'text/extended' ? `${text}\n` : text;
}
