import { readFile } from 'node:fs/promises';
import { type HttpPath, httpPath, httpPaths } from '@symphony-ts/contract';
import type { Command } from 'commander';
import { type AccessFlags, PlatformApi } from '../access/platform-api.js';
import { formatTable } from '../process/table.js';
import type { CommandContext } from './command-context.js';
import { jsonArgument, positiveNumber, withAccess } from './options.js';

interface ListFlags extends AccessFlags {
  readonly json?: boolean;
}

/** One kind of record of the platform, with its words on the command line. */
interface Collection {
  readonly command: string;
  readonly what: string;
  /** The path of the list. */
  readonly path: HttpPath;
  /** The path of one entry, by its id. */
  readonly pathOf: (id: string) => string;
  /** Names a record. */
  readonly id: string;
  /** Fields of the table. */
  readonly columns: readonly string[];
  /** An example of the input of `put`. */
  readonly example: string;
}

const collections: readonly Collection[] = [
  {
    command: 'roles',
    what: 'role',
    path: httpPaths.roles,
    pathOf: (name) => httpPath(httpPaths.role, { name }),
    id: 'name',
    columns: ['name', 'groups', 'description'],
    example: `{"groups":["sales"],"capabilities":{"pub":{"allow":["cirata.extensions.shop.>"]},"sub":{"allow":[]}}}`,
  },
  {
    command: 'business-units',
    what: 'business unit',
    path: httpPaths.businessUnits,
    pathOf: (id) => httpPath(httpPaths.businessUnit, { id }),
    id: 'id',
    columns: ['id', 'name', 'quota', 'contact', 'description'],
    example: `{"name":"Sales","quota":1000}`,
  },
  {
    command: 'rules',
    what: 'attribution rule',
    path: httpPaths.attributionRules,
    pathOf: (id) => httpPath(httpPaths.attributionRule, { id }),
    id: 'id',
    columns: ['id', 'extension', 'account', 'unit', 'priority', 'description'],
    example: `{"extension":"shop-*","unit":"sales"}`,
  },
];

/** `admin`: the records of a platform that administrators change. */
export function declareAdmin(command: Command, context: CommandContext): void {
  command.description(
    'Shows and changes roles, licences, business units and attribution rules, and shows the audit log. The token needs the rights to do so.',
  );
  for (const collection of collections) addCollection(command, collection, context);
  addLicenses(command, context);
  addAudit(command, context);
  addWhoAmI(command, context);
}

function addCollection(admin: Command, collection: Collection, { output }: CommandContext): void {
  const { command, what, path, pathOf, id, columns, example } = collection;
  const group = admin.command(command).description(`Lists, writes and deletes each ${what}.`);
  addList(group, { what, path, columns }, output);
  withAccess(group.command('put'))
    .description(`Makes a ${what}, or replaces it.`)
    .argument(`<${id}>`, `${id} of the ${what}`)
    .argument('<json>', 'its other fields, as JSON', jsonArgument)
    .addHelpText('after', `\nExample:\n  $ symphony-boot admin ${command} put NAME '${example}'`)
    .action(async (name: string, body: unknown, flags: AccessFlags) => {
      const api = await PlatformApi.open(flags);
      output.out(asJson(await api.request('PUT', pathOf(name), body)));
    });
  addDelete(group, { command: 'delete', what, pathOf, id }, output);
}

function addLicenses(admin: Command, { output }: CommandContext): void {
  const path = httpPaths.licenses;
  const pathOf = (id: string): string => httpPath(httpPaths.license, { id });
  const what = 'licence';
  const group = admin.command('licenses').description('Lists, installs and removes licences.');
  addList(group, { what, path, columns: ['id', 'customer', 'units', 'used', 'expires'] }, output);
  withAccess(group.command('add'))
    .description('Installs a licence.')
    .argument('<file>', 'the signed document')
    .action(async (file: string, flags: AccessFlags) => {
      const license = (await readFile(file, 'utf8')).trim();
      output.out(asJson(await (await PlatformApi.open(flags)).request('POST', path, { license })));
    });
  addDelete(group, { command: 'remove', what, pathOf, id: 'id' }, output);
}

interface AuditFlags extends ListFlags {
  readonly count: number;
  readonly refusals?: boolean;
}

const CHANGE_COLUMNS = ['at', 'actor', 'action', 'target', 'details'];

function addAudit(admin: Command, { output }: CommandContext): void {
  withAccess(admin.command('audit'))
    .description('Shows who changed what: the latest entries of the audit log.')
    .option('--count <count>', 'how many entries, at most 1000', positiveNumber, 100)
    .option(
      '--refusals',
      'show who was refused what instead: the first of each hour, actor and code, then their number',
    )
    .option('--json', 'print JSON')
    .action(async (flags: AuditFlags) => {
      const query = `?count=${flags.count}${flags.refusals ? '&about=refusals' : ''}`;
      const entries = await (await PlatformApi.open(flags)).request('GET', `${httpPaths.audit}${query}`);
      const columns = flags.refusals ? ['at', 'actor', 'what', 'code', 'count'] : CHANGE_COLUMNS;
      output.out(show(entries, columns, flags));
    });
}

function addWhoAmI(admin: Command, { output }: CommandContext): void {
  withAccess(admin.command('whoami'))
    .description('Shows who the token belongs to, with groups, roles and rights.')
    .action(async (flags: AccessFlags) => {
      const api = await PlatformApi.open(flags);
      const [person, rights] = [
        await api.request('GET', httpPaths.ownUser),
        await api.request('GET', httpPaths.ownRoles),
      ];
      output.out(asJson({ ...Object(person), ...Object(rights) }));
    });
}

function addList(
  group: Command,
  { what, path, columns }: Pick<Collection, 'what' | 'path' | 'columns'>,
  output: CommandContext['output'],
): void {
  withAccess(group.command('list'))
    .description(`Shows every ${what}.`)
    .option('--json', 'print JSON')
    .action(async (flags: ListFlags) => {
      output.out(show(await (await PlatformApi.open(flags)).request('GET', path), columns, flags));
    });
}

function addDelete(
  group: Command,
  { command, what, pathOf, id }: Pick<Collection, 'command' | 'what' | 'pathOf' | 'id'>,
  output: CommandContext['output'],
): void {
  withAccess(group.command(command))
    .description(`Deletes a ${what}.`)
    .argument(`<${id}>`, `${id} of the ${what}`)
    .action(async (name: string, flags: AccessFlags) => {
      await (await PlatformApi.open(flags)).request('DELETE', pathOf(name));
      output.err(`deleted ${name}`);
    });
}

const asJson = (value: unknown): string => JSON.stringify(value, undefined, 2);

function show(records: unknown, columns: readonly string[], { json }: ListFlags): string {
  if (json || !Array.isArray(records)) return asJson(records);
  const rows = records.map((record: unknown) => columns.map((column) => cell(Reflect.get(Object(record), column))));
  return formatTable(
    columns.map((column) => column.toUpperCase()),
    rows,
  );
}

function cell(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
