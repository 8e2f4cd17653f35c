import {
  type CheckFormat,
  type CheckResult,
  checkExitCode,
  renderCheck,
  runCheck,
} from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import type { ExitCode } from '../../process/io.js';
import { type CommandContext, isJson } from '../../running/command-context.js';

/** The output formats of a check. */
export const checkFormats = ['nagios', 'prometheus', 'text', 'json'] as const satisfies readonly CheckFormat[];

/** Names the check, for the case that it fails before its start. */
export interface CheckSubject {
  readonly suite: string;
  readonly name: string;
}

/** Runs a check, prints its result and sets the exit code. An error becomes a critical result. */
export async function runCheckCommand(
  command: Command,
  { io, finish }: CommandContext,
  subject: CheckSubject,
  check: () => Promise<CheckResult>,
): Promise<void> {
  const { format: chosen, namespace } = command.optsWithGlobals<{ format: CheckFormat; namespace: string }>();
  const format = isJson(command) ? 'json' : chosen;
  const result = await check().catch((error: unknown) =>
    runCheck(subject.suite, subject.name, () => Promise.reject(error)),
  );
  io.out(renderCheck(result, format, { namespace }).trimEnd());
  // This type is true: the codes of results are those of Nagios.
  finish(checkExitCode(result, format) as ExitCode);
}
