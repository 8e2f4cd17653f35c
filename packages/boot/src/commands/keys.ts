import {
  eventSubjects,
  httpPath,
  httpPaths,
  isSymphonyError,
  type KeyCapabilities,
  SymphonyError,
  withoutUndefined,
} from '@symphony-ts/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { keyTable, type ListedKey, readCreatedKey, readKeyList } from '../access/key-replies.js';
import { type AccessFlags, PlatformApi } from '../access/platform-api.js';
import type { CommandContext } from './command-context.js';
import { expiryTime, positiveNumber, withAccess } from './options.js';

interface CreateFlags extends AccessFlags {
  readonly kind: string;
  readonly prefix?: string;
  readonly expires?: Date | null;
  readonly notes?: string;
  readonly maxUses?: number;
  readonly pub?: readonly string[];
  readonly sub?: readonly string[];
  readonly json?: boolean;
}

const EXAMPLES = `
The token goes to stdout, and is shown this one time.

Examples:
  $ symphony-boot keys create "Catalog, production" --prefix catalog --pub cirata.extensions.prices.of
  $ symphony-boot keys create "Team A" --kind registration --prefix "team-a-*" --max-uses 5 --expires 7d`;

/** `keys`: API keys of a platform. */
export function declareKeys(command: Command, context: CommandContext): void {
  command.description(
    'Creates, lists, changes and revokes API keys of a platform. The token needs the right to do so.',
  );
  addCreate(command, context);
  addList(command, context);
  addUpdate(command, context);
  addRevoke(command, context);
}

function addCreate(group: Command, { output }: CommandContext): void {
  withAccess(group.command('create'))
    .description('Creates an API key and prints its token.')
    .argument('<name>', 'name of the key, for people')
    .addOption(
      new Option('--kind <kind>', 'what it is for')
        .choices(['extension', 'client', 'registration'])
        .default('extension'),
    )
    .option('--prefix <prefix>', 'the extension; for a registration token, a prefix or a pattern such as "team-*"')
    .option('--expires <when>', 'an ISO time, a time from now (12h, 30d), or never (default: a year)', readExpiry)
    .option('--notes <text>', 'free text')
    .option('--max-uses <count>', 'how many keys a registration token may create', positiveNumber)
    .option('--pub <subject...>', 'what it may publish to, with the root: cirata.extensions.prices.of')
    .option('--sub <subject...>', 'what it may subscribe to')
    .option('--json', 'print id and token as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: CreateFlags, command: Command) => {
      const { kind, prefix } = flags;
      if (kind !== 'client' && prefix === undefined) command.error(`error: --kind ${kind} needs --prefix`);
      const api = await PlatformApi.open(flags);
      const made = readCreatedKey(await api.request('POST', httpPaths.keys, newKey(name, flags)));
      output.err(`key ${made.id}`);
      output.out(flags.json ? JSON.stringify(made, undefined, 2) : made.token);
    });
}

function addList(group: Command, { output }: CommandContext): void {
  withAccess(group.command('list'))
    .description('Lists your API keys, or all keys if you have the right.')
    .option('--json', 'print JSON')
    .action(async (flags: AccessFlags & { readonly json?: boolean }) => {
      const keys = readKeyList(await (await PlatformApi.open(flags)).request('GET', httpPaths.keys));
      output.out(flags.json ? JSON.stringify(keys, undefined, 2) : keyTable(keys, Date.now()));
    });
}

interface UpdateFlags extends AccessFlags {
  readonly name?: string;
  readonly notes?: string;
  readonly expires?: Date | 'never';
  readonly pub?: readonly string[];
  readonly sub?: readonly string[];
  readonly defaultRights?: boolean;
}

function addUpdate(group: Command, { output }: CommandContext): void {
  withAccess(group.command('update'))
    .description('Changes an API key; its token stays the same. Running instances have the new rights within seconds.')
    .argument('<id>', 'id of the key, as listed')
    .option('--name <name>', 'what people call it')
    .option('--notes <text>', 'free text; an empty text removes it')
    .option('--expires <when>', 'an ISO time, a span from now (12h, 30d), or never', (text) =>
      text === 'never' ? text : readExpiry(text),
    )
    .option('--pub <subject...>', 'replace the subjects it may publish to; --pub and --sub together are its rights')
    .option('--sub <subject...>', 'replace the subjects it may subscribe to')
    .addOption(
      new Option(
        '--default-rights',
        'give it the default rights of its kind, as if it had no --pub and --sub',
      ).conflicts(['pub', 'sub']),
    )
    .action(async (id: string, flags: UpdateFlags, command: Command) => {
      const api = await PlatformApi.open(flags);
      const key = readKeyList(await api.request('GET', httpPaths.keys)).find((listedKey) => listedKey.id === id);
      if (!key) throw new SymphonyError('API_KEY_NOT_FOUND', { id });
      const change = changeOf(key, flags);
      if (Object.values(change).every((value) => value === undefined)) command.error('error: name what to change');
      await api.request('PUT', httpPath(httpPaths.key, { id }), change);
      output.err(`changed ${id}`);
    });
}

function changeOf(key: ListedKey, flags: UpdateFlags): Readonly<Record<string, unknown>> {
  const { name, notes, expires, pub, sub, defaultRights } = flags;
  const { kind, prefix } = key;
  const rights = capabilitiesOf(
    withoutUndefined({ kind: String(kind), prefix: typeof prefix === 'string' ? prefix : undefined, pub, sub }),
  );
  return {
    name,
    notes: notes === '' ? null : notes,
    expires: expires === 'never' ? null : expires?.toISOString(),
    capabilities: defaultRights ? null : rights,
  };
}

function addRevoke(group: Command, { output }: CommandContext): void {
  withAccess(group.command('revoke'))
    .description('Revokes an API key. Connections made with it end within seconds.')
    .argument('<id>', 'id of the key, as listed')
    .action(async (id: string, flags: AccessFlags) => {
      if (!/^[\w-]+$/.test(id)) throw new SymphonyError('API_KEY_NOT_FOUND', { id });
      const api = await PlatformApi.open(flags);
      await api.request('DELETE', httpPath(httpPaths.key, { id })).catch((error: unknown) => {
        const isUnknown = isSymphonyError(error, 'REMOTE_ERROR') && error.params.status === 404;
        throw isUnknown ? new SymphonyError('API_KEY_NOT_FOUND', { id }, { cause: error }) : error;
      });
      output.err(`revoked ${id}`);
    });
}

function newKey(name: string, flags: CreateFlags): object {
  const { kind, prefix, expires, notes, maxUses } = flags;
  return {
    name,
    kind,
    prefix,
    expires: expires && expires.toISOString(),
    notes,
    maxUses,
    capabilities: capabilitiesOf(flags),
  };
}

/** The named capabilities are added to an extension's own events. Without any, the platform's default applies. */
function capabilitiesOf({
  kind,
  prefix,
  pub,
  sub,
}: Pick<CreateFlags, 'kind' | 'prefix' | 'pub' | 'sub'>): KeyCapabilities | undefined {
  if (!pub && !sub) return undefined;
  const own = kind === 'extension' && prefix !== undefined ? eventSubjects(prefix) : [];
  return { pub: { allow: [...own, ...(pub ?? [])] }, sub: { allow: [...own, ...(sub ?? [])] } };
}

function readExpiry(text: string): Date | null {
  if (text === 'never') return null;
  const time = expiryTime(text, Date.now());
  if (!time)
    throw new InvalidArgumentError('It must be an ISO time or a span such as 12h or 30d, in the future, or never.');
  return time;
}
