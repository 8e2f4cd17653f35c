import {
  CommandEnvelope,
  QUEUE_GROUP,
  SymphonyError,
  commandsSubject,
  readCommandPayload,
  refusalHeaders,
  refusalText,
  whenReady,
} from '@symphony-ts/contract';
import { readBody } from '../invoke/body.js';
import { checkInput, endpointCodec, type Codec } from '../invoke/codec.js';
import { InboundCommand } from '../invoke/command-message.js';
import type { IncomingMessage } from '../invoke/message.js';
import { answerFor } from '../invoke/reply-error.js';
import type { CommandModel } from '../model/extension-model.js';
import { drained, type BinderDeps, type Binding } from './binding.js';
import { serveHandler } from './handler-server.js';
import { natsRespond } from './nats-respond.js';

/**
 * The commands channel: a queue subscription, so that one instance takes each command. What is no command, or one that
 * nobody handles, is answered with an error that lists the known ones.
 */
export function bindCommands(prefix: string, commands: readonly CommandModel[], deps: BinderDeps): Binding {
  const subject = commandsSubject(prefix);
  const member = `${prefix} commands`;
  const respond = natsRespond(member, deps.logger);
  const known = commands.map(({ name }) => name).sort();
  const takers = new Map(
    commands.map((command) => {
      const { name, handler, timeoutMs, trace } = command;
      return [
        name,
        serveHandler({ name, handler, timeoutMs, trace, codec: (label) => commandCodec(command, label) }, deps),
      ];
    }),
  );
  const refuse = (message: IncomingMessage, thrown: unknown): void => {
    const refusal = answerFor(thrown, { member, logger: deps.logger, newId: deps.newId });
    respond(message, refusalText(refusal), refusalHeaders(refusal));
  };
  const take = (message: IncomingMessage): void => {
    try {
      const { command } = readCommand(message);
      const taker = takers.get(command);
      if (taker) taker(message);
      else refuse(message, new SymphonyError('UNKNOWN_COMMAND', { command, known }));
    } catch (thrown) {
      refuse(message, thrown);
    }
  };

  const subscription = deps.nc.subscribe(subject, {
    queue: QUEUE_GROUP,
    callback: (error, message) => {
      if (error) deps.logger.error('commands cannot be received', { err: error, subject });
      else take(message);
    },
  });
  return { close: () => drained(subscription) };
}

/** The command in a message; throws `INVALID_INPUT` for what is none. */
function readCommand(message: IncomingMessage): CommandEnvelope {
  const envelope = CommandEnvelope.safeParse(readBody(message, 'json'));
  if (envelope.success) return envelope.data;
  const issues = envelope.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new SymphonyError('INVALID_INPUT', { subject: message.subject, issues });
}

const commandCodec = ({ name, schema }: CommandModel, member: string): Codec => ({
  ...endpointCodec({ member }),
  decode(request) {
    const payload = readCommandPayload(readCommand(request.message));
    const message = new InboundCommand(request);
    if (!schema) return [payload, message];
    return whenReady(checkInput(schema, payload, `${request.subject} ${name}`), (input) => [input, message]);
  },
});
