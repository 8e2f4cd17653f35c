import type { HandlerRef } from './extension-model.js';

/** How logs, errors and problems name a handler: `Class.member`, or the label of a function. */
export const memberName = (handler: HandlerRef): string =>
  handler.kind === 'method' ? `${handler.owner.name}.${handler.member}` : handler.label;
