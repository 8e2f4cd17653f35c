import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';

/** Adds arguments, options and action to a command. */
export type DeclareCommand = (command: Command, context: CommandContext) => void;

/** A command in the list of commands. Its code is loaded when the command is called. */
export interface CommandEntry {
  readonly name: string;
  /** Options and arguments, as the list shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<DeclareCommand>;
}

/** All commands, in the groups and the order of the help. */
export const commandTable: readonly { readonly title: string; readonly commands: readonly CommandEntry[] }[] = [
  {
    title: 'Start:',
    commands: [
      {
        name: 'new',
        usage: '[options] <dir>',
        summary: 'create a new extension',
        load: async () => (await import('./new.js')).declareNew,
      },
    ],
  },
  {
    title: 'Run:',
    commands: [
      {
        name: 'run',
        usage: '[options] <module>',
        summary: 'run a module',
        load: async () => (await import('./run.js')).declareRun,
      },
      {
        name: 'dev',
        usage: '[options] <module>',
        summary: 'run a module from source, and restart it on every change',
        load: async () => (await import('./dev.js')).declareDev,
      },
      {
        name: 'platform',
        usage: '[options]',
        summary: 'run the platform alone',
        load: async () => (await import('./platform.js')).declarePlatform,
      },
    ],
  },
  {
    title: 'Look:',
    commands: [
      {
        name: 'manifest',
        usage: '[options] <module>',
        summary: 'print the manifest of a module',
        load: async () => (await import('./manifest.js')).declareManifest,
      },
      {
        name: 'openapi',
        usage: '<module>',
        summary: 'print the OpenAPI document of a module',
        load: async () => (await import('./openapi.js')).declareOpenApi,
      },
    ],
  },
  {
    title: 'Talk:',
    commands: [
      {
        name: 'invoke',
        usage: '[options] <prefix> <endpoint> [json]',
        summary: 'send one request to an extension',
        load: async () => (await import('./invoke.js')).declareInvoke,
      },
      {
        name: 'command',
        usage: '[options] <prefix> <name> [json]',
        summary: 'send one command to an extension',
        load: async () => (await import('./command.js')).declareCommand,
      },
      {
        name: 'doctor',
        usage: '[options] [module]',
        summary: 'check each step of connecting',
        load: async () => (await import('./doctor.js')).declareDoctor,
      },
    ],
  },
  {
    title: 'Keys:',
    commands: [
      {
        name: 'keys',
        usage: '',
        summary: 'create, list, change and revoke API keys',
        load: async () => (await import('./keys.js')).declareKeys,
      },
      {
        name: 'credentials',
        usage: '',
        summary: 'list and remove stored tokens',
        load: async () => (await import('./credentials.js')).declareCredentials,
      },
    ],
  },
  {
    title: 'Administer:',
    commands: [
      {
        name: 'admin',
        usage: '',
        summary: 'roles, licences, business units, attribution rules, the audit log, who you are',
        load: async () => (await import('./admin.js')).declareAdmin,
      },
    ],
  },
];
