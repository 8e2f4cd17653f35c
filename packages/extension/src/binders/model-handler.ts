import type { Attributes } from '@symphony-ts/observability';
import type { Codec } from '../invoke/codec.js';
import { createMessageHandler, type OnAnswer } from '../invoke/message-handler.js';
import type { HandlerRef } from '../model/extension-model.js';
import { memberName } from '../model/extension-model.js';
import type { BinderDeps, MessageHandler } from './binding.js';
import { fineNow } from './durations.js';
import { natsRespond } from './nats-respond.js';
import { spanOpener } from './span-opener.js';

export interface ModelHandlerOptions {
  /** Names its spans. */
  readonly name: string;
  readonly handler: HandlerRef;
  readonly timeoutMs: number;
  readonly concurrency?: number | undefined;
  readonly maxQueued?: number | undefined;
  /** `false`: its messages open no span. */
  readonly trace?: boolean | undefined;
  /** More attributes of its spans. */
  readonly attributes?: Attributes | undefined;
  readonly codec: (member: string) => Codec;
  readonly onAnswer?: OnAnswer;
}

/** Makes the function that answers messages over NATS by one handler of the model. */
export function createModelHandler(options: ModelHandlerOptions, deps: BinderDeps): MessageHandler {
  const member = memberName(options.handler);
  return createMessageHandler({
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
    readCaller: deps.readCaller,
    pendingRequests: deps.pendingRequests,
    newId: deps.newId,
  });
}
