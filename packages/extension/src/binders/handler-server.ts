import type { Codec } from '../invoke/codec.js';
import type { IncomingMessage } from '../invoke/message.js';
import { createServer } from '../invoke/serve.js';
import type { HandlerRef } from '../model/extension-model.js';
import { memberName, type BinderDeps } from './binding.js';
import { natsRespond } from './nats-respond.js';

export interface HandlerServerOptions {
  readonly handler: HandlerRef;
  readonly timeoutMs: number;
  readonly concurrency?: number | undefined;
  readonly codec: (member: string) => Codec;
  readonly onAnswer?: (failed: boolean) => void;
}

/** Takes one message and answers it. */
export type Take = (message: IncomingMessage) => void;

/** The function that serves one handler of the model over NATS. */
export function serveHandler(options: HandlerServerOptions, deps: BinderDeps): Take {
  const member = memberName(options.handler);
  return createServer({
    member,
    call: deps.resolve(options.handler),
    codec: options.codec(member),
    timeoutMs: options.timeoutMs,
    concurrency: options.concurrency,
    onAnswer: options.onAnswer,
    respond: natsRespond(member, deps.logger),
    logger: deps.logger,
    client: deps.client,
    inFlight: deps.inFlight,
    newId: deps.newId,
  });
}
