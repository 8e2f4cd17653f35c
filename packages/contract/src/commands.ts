import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';
import { InvalidConfigurationError } from './symphony-error.js';

/**
 * One command for one instance of an extension. The channel is documented, its payload is not. @inferred
 *
 * Bytes are sent as base64 with `payloadEncoding: 'base64'`, anything else as JSON.
 */
export const CommandEnvelope = onFirstUse(() =>
  z.object({
    command: z.string().min(1),
    payload: z.unknown().optional(),
    payloadEncoding: z.literal('base64').optional(),
  }),
);
export type CommandEnvelope = z.infer<typeof CommandEnvelope>;

/**
 * Builds the message for the commands channel.
 *
 * @throws `INVALID_CONFIGURATION` when the payload is a function or a symbol
 */
export function buildCommand(command: string, payload?: unknown): CommandEnvelope {
  // JSON leaves out such a field, and the command would arrive without its payload.
  if (typeof payload === 'function' || typeof payload === 'symbol') {
    throw new InvalidConfigurationError({ setting: 'payload', reason: `is a ${typeof payload}, which is not JSON` });
  }
  if (!(payload instanceof Uint8Array)) return { command, payload };
  return { command, payload: Buffer.from(payload).toString('base64'), payloadEncoding: 'base64' };
}

/** Returns the payload that `buildCommand` received. */
export const readCommandPayload = ({ payload, payloadEncoding }: CommandEnvelope): unknown =>
  payloadEncoding === 'base64' && typeof payload === 'string'
    ? new Uint8Array(Buffer.from(payload, 'base64'))
    : payload;
