import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';

/** A context of the `nats` tool, as its file holds it. Fields that are not used here are left out. */
export interface NatsContext {
  readonly url?: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly creds?: string;
  readonly nkey?: string;
  readonly user_jwt?: string;
  readonly user_seed?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly tls_first?: boolean;
  readonly inbox_prefix?: string;
  readonly jetstream_domain?: string;
  readonly jetstream_api_prefix?: string;
  readonly jetstream_event_prefix?: string;
  readonly nsc?: string;
  readonly socks_proxy?: string;
}

type Place = Pick<Io, 'env' | 'homeDir'>;

const fileFields = ['creds', 'nkey', 'cert', 'key', 'ca'] as const;

/** Fields that change where or as whom the tool connects, and that cannot be followed here. */
const unsupported = ['nsc', 'socks_proxy'] as const;

/** The context of this name; `UsageError` where there is none or it needs what is not supported here. */
export async function readContext(name: string, place: Place): Promise<NatsContext> {
  if (!/^[^/\\]+$/.test(name) || name.startsWith('.')) throw new UsageError(`"${name}" is no name of a context`);
  const path = join(folderOf(place), 'context', `${name}.json`);
  const text = await readText(path);
  if (text === undefined) throw new UsageError(`there is no context "${name}" (${path})`);
  const context = parse(text, path);
  for (const field of unsupported) {
    if (context[field]) throw new UsageError(`context "${name}" uses ${field}, which is not supported here`);
  }
  return expandHome(context, place.homeDir);
}

/** The name of the context that the `nats` tool has selected. */
export async function readSelectedContext(place: Place): Promise<string | undefined> {
  const name = (await readText(join(folderOf(place), 'context.txt')))?.trim();
  return name === '' ? undefined : name;
}

const folderOf = ({ env, homeDir }: Place): string => join(env['XDG_CONFIG_HOME'] || join(homeDir, '.config'), 'nats');

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string, path: string): NatsContext {
  try {
    const fields = Object.entries(JSON.parse(text) as object);
    // The tool writes unused fields as empty texts.
    return Object.fromEntries(fields.filter(([, value]) => value !== ''));
  } catch {
    throw new UsageError(`${path} is not JSON`);
  }
}

function expandHome(context: NatsContext, homeDir: string): NatsContext {
  const expanded = fileFields.flatMap((field) => {
    const path = context[field];
    return path?.startsWith('~/') ? [[field, join(homeDir, path.slice(2))] as const] : [];
  });
  return { ...context, ...Object.fromEntries(expanded) };
}
