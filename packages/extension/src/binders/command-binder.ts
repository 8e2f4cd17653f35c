import {
  CommandEnvelope,
  commandsSubject,
  QUEUE_GROUP,
  readCommandPayload,
  readIssues,
  refusalHeaders,
  refusalText,
  SymphonyError,
  whenReady,
} from '@symphony-ts/contract';
import { readBody } from '../invoke/body.js';
import { type Codec, checkInput, endpointCodec } from '../invoke/codec.js';
import { InboundCommand } from '../invoke/command-message.js';
import type { IncomingMessage } from '../invoke/message.js';
import { answerFor } from '../invoke/reply-error.js';
import type { CommandModel, ExtensionModel } from '../model/extension-model.js';
import { type Binder, type BinderDeps, type Binding, drained, type MessageHandler } from './binding.js';
import { createModelHandler } from './model-handler.js';
import { natsRespond } from './nats-respond.js';

/**
 * Serves the commands channel. It is a queue subscription, so one instance handles each command. A message without a command,
 * or with an unknown command, is answered with an error that lists the known ones.
 */
export const commandBinder: Binder = { name: 'draining commands', bind: bindCommands };

function bindCommands({ prefix, commands }: ExtensionModel, deps: BinderDeps): Binding {
  const subject = commandsSubject(prefix);
  const member = `${prefix} commands`;
  const respond = natsRespond(member, deps.logger);
  const known = commands.map(({ name }) => name).sort();
  const handlers = new Map(commands.map((command) => [command.name, commandHandler(command, deps)]));
  const refuse = (message: IncomingMessage, error: unknown): void => {
    const refusal = answerFor(error, { member, logger: deps.logger, newId: deps.newId });
    respond(message, refusalText(refusal), refusalHeaders(refusal));
  };
  const handle = (message: IncomingMessage): void => {
    try {
      const { command } = readCommand(message);
      const handler = handlers.get(command);
      if (!handler) throw new SymphonyError('UNKNOWN_COMMAND', { command, known });
      handler(message);
    } catch (error) {
      refuse(message, error);
    }
  };

  const subscription = deps.nc.subscribe(subject, {
    queue: QUEUE_GROUP,
    callback: (error, message) => {
      if (error) deps.logger.error('commands cannot be received', { err: error, subject });
      else handle(message);
    },
  });
  return { close: () => drained(subscription) };
}

function commandHandler(command: CommandModel, deps: BinderDeps): MessageHandler {
  const { name, handler, timeoutMs, trace } = command;
  return createModelHandler({ name, handler, timeoutMs, trace, codec: (label) => commandCodec(command, label) }, deps);
}

/** The command in a message. Throws `INVALID_INPUT` if the message has no command. */
function readCommand(message: IncomingMessage): CommandEnvelope {
  const envelope = CommandEnvelope.safeParse(readBody(message, 'json'));
  if (envelope.success) return envelope.data;
  const issues = readIssues(envelope.error.issues);
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
