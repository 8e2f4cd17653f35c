import { NatsServerError } from './nats-server-error.js';
import type { ServerExit } from './server-process.js';

const QUOTED_LINES = 5;

/** Turns the end of a server that never became ready into the error with the reason. */
export function readStartupFailure(binary: string, exit: ServerExit, logs: readonly string[]): NatsServerError {
  if (exit.error) {
    const what = `${binary} cannot be run: ${exit.error.message}`;
    return new NatsServerError('NATS_SERVER_NOT_FOUND', what, { cause: exit.error });
  }
  const address = readBusyAddress(logs);
  if (address) {
    return new NatsServerError('PORT_IN_USE', `port ${address.port} on ${address.host} is taken`, { ...address, logs });
  }
  const how = exit.signal ? `was ended by ${exit.signal}` : `exited with ${exit.code}`;
  return new NatsServerError('NATS_SERVER_FAILED', `nats-server ${how} at start: ${quote(logs)}`, { logs });
}

function readBusyAddress(logs: readonly string[]): { host: string; port: number } | undefined {
  for (const line of logs) {
    const match = /listen tcp[46]? (\S+):(\d+): bind: address already in use/.exec(line);
    if (match) return { host: match[1] ?? '', port: Number(match[2]) };
  }
  return undefined;
}

/** The lines with the reason: errors, and lines from before logging is set up. Otherwise only the last line. */
export function quote(logs: readonly string[]): string {
  const telling = logs.filter((line) => /\[(ERR|FTL)\]/.test(line) || line.startsWith('nats-server:'));
  const chosen = (telling.length > 0 ? telling : logs).slice(-QUOTED_LINES);
  return chosen.length === 0 ? 'it said nothing' : chosen.join(' | ');
}
