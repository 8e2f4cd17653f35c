import type { Attributes } from '@symphony-ts/observability';
import type { Codec } from '../invoke/codec.js';
import type { IncomingMessage } from '../invoke/message.js';
import { createServer, type OnAnswer } from '../invoke/serve.js';
import type { HandlerRef } from '../model/extension-model.js';
import { memberName, type BinderDeps } from './binding.js';
import { fineNow } from './durations.js';
import { natsRespond } from './nats-respond.js';
import { spanOpener } from './span-opener.js';

export interface HandlerServerOptions {
  /** Names its spans. */
  readonly name: string;
  readonly handler: HandlerRef;
  readonly timeoutMs: number;
  readonly concurrency?: number | undefined;
  readonly maxQueued?: number | undefined;
  /** `false`: its messages open no span. */
  readonly trace?: boolean | undefined;
  /** What its spans say of it besides. */
  readonly attributes?: Attributes | undefined;
  readonly codec: (member: string) => Codec;
  readonly onAnswer?: OnAnswer;
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
    now: deps.telemetry && fineNow,
    openSpan: spanOpener(deps.telemetry, { ...options, kind: 'server', member }),
    timeoutMs: options.timeoutMs,
    dispatcher: deps.dispatcher,
    concurrency: options.concurrency,
    maxQueued: options.maxQueued,
    onAnswer: options.onAnswer,
    respond: natsRespond(member, deps.logger),
    logger: deps.logger,
    client: deps.client,
    inFlight: deps.inFlight,
    newId: deps.newId,
  });
}
