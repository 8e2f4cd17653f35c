import type { NatsConnection } from '@nats-io/nats-core';
import { createManager, type Manager } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readConnectionFlags } from '../connection/connection-options.js';
import { type ConnectionSettings, resolveSettings } from '../connection/connection-settings.js';
import { openConnection } from '../connection/open-connection.js';
import type { ExitCode, Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';
import { type Look, plain } from '../view/look.js';

/** The environment of a command. */
export interface CommandContext {
  readonly io: Io;
  /** Sets the exit code of a successful command. Default 0. */
  readonly finish: (code: ExitCode) => void;
  /** Sets the exit code of a failing command. Default 1. */
  readonly failWith: (code: ExitCode) => void;
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** Whether the command prints JSON. */
export const isJson = (command: Command): boolean => command.optsWithGlobals()['json'] === true;

/** The look of the output: as wide as the terminal, and coloured without `--no-color` and `NO_COLOR`. */
export function lookOf(command: Command, { io }: CommandContext): Look {
  const { terminal, env } = io;
  if (terminal === undefined) return plain;
  const isColored = command.optsWithGlobals()['color'] !== false && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return { width: terminal.size().columns, isColored };
}

/** Connects with the options of the command, runs `work`, and closes the connection. */
export async function withConnection<T>(
  command: Command,
  { io }: CommandContext,
  work: (nc: NatsConnection, settings: ConnectionSettings) => Promise<T>,
): Promise<T> {
  const settings = await resolveSettings(readConnectionFlags(command), io);
  const nc = await openConnection(settings);
  try {
    return await work(nc, settings);
  } finally {
    await nc.close();
  }
}

/** Like {@link withConnection}, with a manager on the connection. */
export function withManager<T>(
  command: Command,
  context: CommandContext,
  work: (manager: Manager) => Promise<T>,
): Promise<T> {
  return withConnection(command, context, async (nc, settings) => work(await createManager(nc, settings.manager)));
}

/** Throws `UsageError` unless the user has confirmed an action that cannot be undone. */
export function confirm(isForced: boolean | undefined, deed: string): void {
  if (!isForced) throw new UsageError(`this would ${deed}, which cannot be undone; add --force to do it`);
}
