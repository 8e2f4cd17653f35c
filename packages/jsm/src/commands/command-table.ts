import type { AddCommand } from '../running/command-context.js';

/** A command of the program, without its code. */
export interface CommandEntry {
  readonly name: string;
  /** Other names of the command. */
  readonly aliases?: readonly string[];
  /** The text in `jsm --help`. The command has the same text. */
  readonly description: string;
  readonly load: () => Promise<AddCommand>;
}

/**
 * All commands. The code of a command is loaded when the command is called, because loading the library takes longer
 * than `jsm --help` may take.
 */
export const commandTable: readonly CommandEntry[] = [
  { name: 'streams', description: 'list streams', load: async () => (await import('./show/streams.js')).addStreams },
  {
    name: 'consumers',
    description: 'list the consumers of a stream',
    load: async () => (await import('./show/consumers.js')).addConsumers,
  },
  {
    name: 'info',
    description: 'show the account, a stream or a consumer',
    load: async () => (await import('./show/info.js')).addInfo,
  },
  {
    name: 'stream',
    aliases: ['str', 'st', 's'],
    description: 'create, change, read and delete streams',
    load: async () => (await import('./stream/stream.js')).addStream,
  },
  {
    name: 'consumer',
    aliases: ['con', 'c'],
    description: 'create, change, use and delete consumers',
    load: async () => (await import('./consumer/consumer.js')).addConsumer,
  },
  {
    name: 'kv',
    description: 'create, read, write, watch and delete key-value buckets',
    load: async () => (await import('./kv/kv.js')).addKv,
  },
  {
    name: 'object',
    aliases: ['obj'],
    description: 'create, read, write, watch and delete object stores',
    load: async () => (await import('./object/object.js')).addObject,
  },
  {
    name: 'view',
    description: 'page through the messages of a stream',
    load: async () => (await import('./view/view.js')).addView,
  },
  {
    name: 'messages',
    description: 'export, import and copy messages as JSON lines',
    load: async () => (await import('./messages/messages.js')).addMessages,
  },
  {
    name: 'query',
    description: 'find streams, or consumers of a stream, for example: replicas < 3 and (idle > 1h or empty)',
    load: async () => (await import('./query.js')).addQuery,
  },
  {
    name: 'diff',
    description: 'compare a stream or consumer with a configuration; exit code 1 if they differ, 2 on failure',
    load: async () => (await import('./diff.js')).addDiff,
  },
  {
    name: 'apply',
    description:
      'create and change streams, consumers and buckets to match YAML or JSON files; with --dry-run exit code 1 if they differ',
    load: async () => (await import('./apply.js')).addApply,
  },
  {
    name: 'export',
    description: 'print streams, consumers and buckets as a file for jsm apply',
    load: async () => (await import('./export.js')).addExport,
  },
  {
    name: 'backup',
    description: 'back up all streams of the account, or one; the same directory continues an interrupted backup',
    load: async () => (await import('./backup/backup.js')).addBackup,
  },
  {
    name: 'backups',
    description: 'list backups in a store, create keys that encrypt them',
    load: async () => (await import('./backups.js')).addBackups,
  },
  {
    name: 'restore',
    description: 'restore a backup of a stream or of the account',
    load: async () => (await import('./backup/restore.js')).addRestore,
  },
  {
    name: 'verify',
    description: 'read a whole backup and check it, without a server',
    load: async () => (await import('./verify.js')).addVerify,
  },
  {
    name: 'drill',
    description: 'restore the backup of a stream under a temporary name, compare every message, and delete it',
    load: async () => (await import('./drill.js')).addDrill,
  },
  {
    name: 'account',
    description: 'show the JetStream usage and the connections of an account',
    load: async () => (await import('./report/account.js')).addAccount,
  },
  {
    name: 'server',
    description: 'show servers and their JetStream content; needs the system account',
    load: async () => (await import('./report/server.js')).addServer,
  },
  {
    name: 'top',
    description: 'watch streams and consumers and their rates',
    load: async () => (await import('./top/top.js')).addTop,
  },
  {
    name: 'context',
    aliases: ['ctx'],
    description: 'save connections under names, in the files of the nats tool',
    load: async () => (await import('./context/context.js')).addContext,
  },
  {
    name: 'events',
    description: 'show advisories, metrics and server events as they happen',
    load: async () => (await import('./events.js')).addEvents,
  },
  {
    name: 'schema',
    description: 'list, search and view message types, validate messages',
    load: async () => (await import('./schema.js')).addSchema,
  },
  {
    name: 'check',
    description: 'check health for monitoring systems; exit code 0 OK, 1 warning, 2 critical',
    load: async () => (await import('./check.js')).addCheck,
  },
  {
    name: 'completion',
    description: 'print a completion script, for example: source <(jsm completion bash)',
    load: async () => (await import('./completion.js')).addCompletion,
  },
];

/** Adds the commands that the command line names. The other commands only get their text for the help. */
export async function addCommands(
  words: readonly string[],
  add: { readonly real: (add: AddCommand) => void; readonly stub: (name: string, description: string) => void },
): Promise<void> {
  // Completion needs the options of all commands.
  const isAll = words.includes('completion');
  for (const { name, aliases = [], description, load } of commandTable) {
    if (isAll || [name, ...aliases].some((word) => words.includes(word))) add.real(await load());
    else add.stub(name, description);
  }
}
