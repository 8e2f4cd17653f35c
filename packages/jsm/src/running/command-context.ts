import type { NatsConnection } from '@nats-io/nats-core';
import { createManager, type Manager } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readConnectionFlags } from '../connection/connection-options.js';
import { type ConnectionSettings, resolveSettings } from '../connection/connection-settings.js';
import { openConnection } from '../connection/open-connection.js';
import type { ExitCode, Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';
import { type Look, plain } from '../view/look.js';

/** What a command works with. */
export interface CommandContext {
  readonly io: Io;
  /** The exit code of a command that did its work; 0 where it says nothing. */
  readonly finish: (code: ExitCode) => void;
  /** The exit code of a command that fails; 1 where it says nothing. */
  readonly failWith: (code: ExitCode) => void;
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** Whether the command was asked for JSON. */
export const isJson = (command: Command): boolean => command.optsWithGlobals()['json'] === true;

/** How the command's output may look: as wide as the terminal, coloured unless `--no-color` or `NO_COLOR` says otherwise. */
export function lookOf(command: Command, { io }: CommandContext): Look {
  const { terminal, env } = io;
  if (terminal === undefined) return plain;
  const isColored = command.optsWithGlobals()['color'] !== false && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return { width: terminal.size().columns, isColored };
}

/** Connects by the command's options for as long as `work` takes. */
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

/** As {@link withConnection}, with a manager over the connection. */
export function withManager<T>(
  command: Command,
  context: CommandContext,
  work: (manager: Manager) => Promise<T>,
): Promise<T> {
  return withConnection(command, context, async (nc, settings) => work(await createManager(nc, settings.manager)));
}

/** Throws `UsageError` unless the user has confirmed what cannot be undone. */
export function confirm(isForced: boolean | undefined, deed: string): void {
  if (!isForced) throw new UsageError(`this would ${deed}, which cannot be undone; say --force to do it`);
}
