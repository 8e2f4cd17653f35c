import { type ExtensionModel, readApplication } from '@symphony-ts/extension/internal';
import type { Command } from 'commander';
import type { AccessFlags } from '../access/platform-api.js';
import { ConnectionDoctor } from '../doctor/connection-doctor.js';
import { examine } from '../doctor/examine.js';
import { type Finding, formatFinding } from '../doctor/finding.js';
import { loadModule } from '../module/load-module.js';
import type { CommandContext } from './command-context.js';
import { withAccess } from './options.js';

interface Flags extends AccessFlags {
  readonly prefix?: string;
  readonly json?: boolean;
}

/** `doctor [module]`: checks, step by step, why a connection would or would not work. */
export function declareDoctor(command: Command, { output, finish }: CommandContext): void {
  withAccess(command)
    .description(
      'Checks each step of connecting: token, address, HTTP, clock, exchange, NATS, permissions. Each step passes, or ' +
        'says what to do. It changes nothing: it creates no key, and does not lock a stored token.',
    )
    .argument('[module]', 'a module; its capabilities are compared with those of the key')
    .option('--prefix <prefix>', 'the extension whose token to use; required if the module has several')
    .option('--json', 'print JSON')
    .action(async (file: string | undefined, flags: Flags, command: Command) => {
      const model = file === undefined ? undefined : await readExtension(file, flags.prefix, command);
      const { token, address } = flags;
      const prefix = flags.prefix ?? model?.prefix;
      await using doctor = new ConnectionDoctor({ token, address, prefix, model, env: process.env });
      const findings: Finding[] = [];
      for await (const finding of examine(doctor.steps)) {
        findings.push(finding);
        if (!flags.json) output.out(formatFinding(finding));
      }
      const isWell = findings.every(({ outcome }) => outcome !== 'failed');
      if (flags.json) output.out(JSON.stringify({ ok: isWell, steps: findings }, undefined, 2));
      finish(isWell ? 0 : 1);
    });
}

async function readExtension(file: string, prefix: string | undefined, command: Command): Promise<ExtensionModel> {
  const { extensions } = readApplication(await loadModule(file)).model;
  const names = extensions.map((extension) => extension.prefix).join(', ');
  const [only, ...others] =
    prefix === undefined ? extensions : extensions.filter((extension) => extension.prefix === prefix);
  if (!only) return command.error(`error: ${file} has no extension '${prefix}', only ${names}`);
  if (others.length > 0)
    return command.error(`error: ${file} has several extensions; choose one with --prefix: ${names}`);
  return only;
}
