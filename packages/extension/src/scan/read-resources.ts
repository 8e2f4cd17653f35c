import { mimeTypes, withoutUndefined } from '@symphony-ts/contract';
import type { HelpRecord, ResourceRecord } from '../metadata/records.js';
import type { ResourceModel } from '../model/extension-model.js';
import type { Scan } from './declaration.js';
import { type Declaration, declared, writtenText } from './declaration.js';

const knownTypes: readonly string[] = Object.values(mimeTypes);

/** Route of the help page of the extension called `name`. */
export const helpRoute = (name: string): string => `/help/extensions/${name}`;
/** Resource behind the help page. */
export const helpUri = (prefix: string): string => `ui://${prefix}/help`;

/** `@Resource` and `@Help`, each URI once. */
export function readResources(scan: Scan): readonly ResourceModel[] {
  const { declarations, prefix, report } = scan;
  const help = declared(declarations, 'help').map((declaration) => {
    if (!isFile(declaration.record.options.file))
      report.problem(declaration.where, 'it names no file', "write @Help({ file: 'help.md' })");
    return { where: declaration.where, model: helpModel(prefix, declaration.record) };
  });
  const resources = declared(declarations, 'resource').map((declaration) => {
    checkResource(declaration, scan);
    return { where: declaration.where, model: resourceModel(declaration) };
  });
  const taken = new Map<string, string>();
  return [...resources, ...help].flatMap(({ where, model }) => {
    if (!model) return [];
    const first = taken.get(model.uri);
    if (first) report.problem(where, `${first} declares ${model.uri} already`, 'give one of them another URI');
    taken.set(model.uri, first ?? where);
    return [model];
  });
}

const isFile = (file: unknown): boolean => file instanceof URL || (typeof file === 'string' && file !== '');

function helpModel(prefix: string, { options, from }: HelpRecord): ResourceModel {
  const content = { kind: 'file', file: options.file, optional: true, ...withoutUndefined({ from }) } as const;
  return { uri: helpUri(prefix), mimeType: mimeTypes.Markdown, content };
}

function resourceModel(declaration: Declaration<ResourceRecord>): ResourceModel | undefined {
  const { uri, options } = declaration.record;
  const content = contentOf(declaration);
  if (!content) return undefined;
  const { name, description, meta } = options;
  return { uri, mimeType: options.type, content, ...withoutUndefined({ name, description, meta }) };
}

function contentOf({ record, handler }: Declaration<ResourceRecord>): ResourceModel['content'] | undefined {
  const { options, from, member } = record;
  if (member !== undefined) return handler && { kind: 'computed', handler };
  if (options.text !== undefined) return { kind: 'text', text: options.text };
  if (options.page !== undefined) return { kind: 'page', page: options.page };
  if (options.file !== undefined)
    return { kind: 'file', file: options.file, optional: false, ...withoutUndefined({ from }) };
  return undefined;
}

const URI = /^ui:\/\/([^/\s]+)\/\S+$/;

function checkResource({ record, where }: Declaration<ResourceRecord>, { prefix, report }: Scan): void {
  const { uri, options, member } = record;
  const owner = URI.exec(writtenText(uri))?.[1];
  if (owner !== prefix) {
    const text =
      owner === undefined ? `'${writtenText(uri)}' is not a resource URI` : `${uri} belongs to another extension`;
    report.problem(where, text, `begin it with 'ui://${prefix}/'`);
  }
  if (!knownTypes.includes(options.type)) {
    report.problem(
      where,
      `'${writtenText(options.type)}' is not a type of resource`,
      `use MimeType: ${knownTypes.join(', ')}`,
    );
  }
  const given = [options.text, options.file, options.page].filter((source) => source !== undefined).length;
  if (member !== undefined && given > 0) {
    report.problem(
      where,
      'it has content beside the method that computes it',
      'keep the method, or move @Resource to the class',
    );
  } else if (member === undefined && given !== 1) {
    const text = given === 0 ? 'it has no content' : 'it has more than one content';
    report.problem(where, text, 'give one of text, file and page, or put it on a method that computes the text');
  }
  if (given === 1 && !isFile(options.file) && typeof (options.text ?? options.page) !== 'string') {
    report.problem(where, 'its content is not text', 'give text and page as strings, file as a string or URL');
  }
  if (options.page !== undefined && options.type !== mimeTypes.Htmx) {
    report.problem(where, 'only MimeType.Htmx can have a page', 'give text or file, or that type');
  }
}
