import path from 'node:path';
import type { OperatorBootstrap } from '@symphony-ts/platform';
import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';

interface Flags {
  readonly keys: string;
  readonly accounts: string;
}

/** `platform server-config`: prints the lines that NATS servers elsewhere have to include in their configuration. */
export function declareServerConfig(platform: Command, { output }: CommandContext): void {
  platform
    .command('server-config')
    .description(
      'Prints what the configuration of your own NATS servers has to include, so that they trust the platform. It holds no secret.',
    )
    .requiredOption('--keys <folder>', "where the operator's keys are; they are made if there are none")
    .option('--accounts <folder>', 'where each server keeps the accounts it is sent', 'accounts')
    .action(async ({ keys, accounts }: Flags) => {
      const { operatorConfig } = await import('@symphony-ts/platform');
      output.out(formatServerConfig(await operatorConfig(path.resolve(keys)), accounts));
    });
}

/** In the syntax of nats-server. */
function formatServerConfig(trusted: OperatorBootstrap, accounts: string): string {
  const { jwt, systemAccount, preload, maxControlLineBytes } = trusted;
  return [
    `operator: ${jwt}`,
    `system_account: ${systemAccount}`,
    `resolver: { type: full, dir: ${JSON.stringify(accounts)} }`,
    'resolver_preload: {',
    ...Object.entries(preload).map(([account, claims]) => `  ${account}: ${claims}`),
    '}',
    `max_control_line: ${maxControlLineBytes}`,
  ].join('\n');
}
