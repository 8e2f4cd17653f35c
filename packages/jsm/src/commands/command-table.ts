import type { AddCommand } from '../running/command-context.js';

/** A command of the program, without the code behind it. */
export interface CommandEntry {
  readonly name: string;
  /** Other names it goes by. */
  readonly aliases?: readonly string[];
  /** What `jsm --help` says of it; the same that the command says of itself. */
  readonly description: string;
  readonly load: () => Promise<AddCommand>;
}

/**
 * All commands. Their code is loaded when one of them is called: the library behind most of them takes longer to load than
 * `jsm --help` may take.
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
    description: 'make, change, read and remove streams',
    load: async () => (await import('./stream/stream.js')).addStream,
  },
  {
    name: 'consumer',
    description: 'make, change, use and remove consumers',
    load: async () => (await import('./consumer/consumer.js')).addConsumer,
  },
  {
    name: 'kv',
    description: 'make, read, write, watch and remove key-value buckets',
    load: async () => (await import('./kv/kv.js')).addKv,
  },
  {
    name: 'object',
    aliases: ['obj'],
    description: 'make, read, write, watch and remove object stores',
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
    description: 'find streams, or consumers of a stream, such as: replicas < 3 and (idle > 1h or empty)',
    load: async () => (await import('./query.js')).addQuery,
  },
  {
    name: 'diff',
    description: 'compare a stream or consumer with a configuration; exit code 1 where they differ, 2 on failure',
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
    description: 'print streams, consumers and buckets as a file that jsm apply takes',
    load: async () => (await import('./export.js')).addExport,
  },
  {
    name: 'backup',
    description:
      'back up all streams of the account, or one; a directory that holds an interrupted backup is continued',
    load: async () => (await import('./backup.js')).addBackup,
  },
  {
    name: 'backups',
    description: 'list backups in a store, make keys that encrypt them',
    load: async () => (await import('./backups.js')).addBackups,
  },
  {
    name: 'restore',
    description: 'restore a backup of a stream or of the account',
    load: async () => (await import('./restore.js')).addRestore,
  },
  {
    name: 'verify',
    description: 'read a backup to its end and check it, without a server',
    load: async () => (await import('./verify.js')).addVerify,
  },
  {
    name: 'drill',
    description: 'restore the backup of a stream under a temporary name, compare every message, and delete it',
    load: async () => (await import('./drill.js')).addDrill,
  },
  {
    name: 'account',
    description: 'show what an account uses, and its connections',
    load: async () => (await import('./report/account.js')).addAccount,
  },
  {
    name: 'server',
    description: 'show servers, and what they hold; needs the system account',
    load: async () => (await import('./report/server.js')).addServer,
  },
  {
    name: 'top',
    description: 'watch streams and consumers with their rates',
    load: async () => (await import('./top/top.js')).addTop,
  },
  {
    name: 'context',
    aliases: ['ctx'],
    description: 'keep connections under names, in the files of the nats tool',
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
    description: 'print a completion script, such as: source <(jsm completion bash)',
    load: async () => (await import('./completion.js')).addCompletion,
  },
];

/** Adds the commands that the words of a command line name, and of the others what help says of them. */
export async function addCommands(
  words: readonly string[],
  add: { readonly real: (add: AddCommand) => void; readonly stub: (name: string, description: string) => void },
): Promise<void> {
  // Completion knows the options of all commands.
  const isAll = words.includes('completion');
  for (const { name, aliases = [], description, load } of commandTable) {
    if (isAll || [name, ...aliases].some((word) => words.includes(word))) add.real(await load());
    else add.stub(name, description);
  }
}
