import { join } from 'node:path';
import { UsageError } from '../process/usage-error.js';
import { contextPath, type Place, readContextFile, readPointer } from './context-files.js';

/** A context of the `nats` tool, as in its file. Fields that jsm does not use are omitted. */
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

const fileFields = ['creds', 'nkey', 'cert', 'key', 'ca'] as const;

/** Fields that change the connection of the `nats` tool and that jsm does not support. */
const unsupported = ['nsc', 'socks_proxy'] as const;

/** Reads the context of this name. Throws `UsageError` if it does not exist or uses an unsupported field. */
export async function readContext(name: string, place: Place): Promise<NatsContext> {
  const fields = await readContextFile(name, place);
  if (fields === undefined) throw new UsageError(`there is no context "${name}" (${contextPath(name, place)})`);
  // The tool writes unused fields as empty texts.
  const context: NatsContext = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== '' && value !== null),
  );
  assertTypes(name, context);
  for (const field of unsupported) {
    if (context[field]) throw new UsageError(`context "${name}" uses ${field}, which is not supported here`);
  }
  return expandHome(context, place.homeDir);
}

const textFields: ReadonlySet<string> = new Set([
  'url',
  'user',
  'password',
  'token',
  'user_jwt',
  'user_seed',
  'inbox_prefix',
  'jetstream_domain',
  'jetstream_api_prefix',
  'jetstream_event_prefix',
  ...fileFields,
]);

function assertTypes(name: string, context: NatsContext): void {
  for (const [field, value] of Object.entries(context)) {
    if (textFields.has(field) && typeof value !== 'string')
      throw new UsageError(`context "${name}": ${field} is not a text`);
  }
}

/** The name of the context that the `nats` tool has selected. */
export const readSelectedContext = (place: Place): Promise<string | undefined> => readPointer('selected', place);

function expandHome(context: NatsContext, homeDir: string): NatsContext {
  const expanded = fileFields.flatMap((field) => {
    const path = context[field];
    return path?.startsWith('~/') ? [[field, join(homeDir, path.slice(2))] as const] : [];
  });
  return { ...context, ...Object.fromEntries(expanded) };
}
