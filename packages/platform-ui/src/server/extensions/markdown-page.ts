import { withoutUndefined } from '@symphony-ts/contract';
import type { UiHost } from '@symphony-ts/platform';
import type { FastifyRequest } from 'fastify';
import { parse } from 'yaml';
import * as z from 'zod';
import type { ShellPage } from '../../wire/shell-extension.js';
import { originOf } from '../http/request-origin.js';

/** Values of `{{name}}`, `{{shortname}}`, `{{origin}}` and `{{address}}`. */
export type TemplateValues = Readonly<Record<'name' | 'shortname' | 'origin' | 'address', string>>;

const FrontMatter = z.object({
  title: z.string().optional().catch(undefined),
  breadcrumbs: z.record(z.string(), z.string()).optional().catch(undefined),
});
const PARTS = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n([\s\S]*))?$/;

/** The part of a Markdown resource that the shell shows. */
export type MarkdownPage = Extract<ShellPage, { kind: 'markdown' }>;

/** A Markdown resource without its front matter, with its variables filled in. An unknown variable stays as it is written. */
export function markdownPage(source: string, values: TemplateValues): MarkdownPage {
  const [, head, body = ''] = PARTS.exec(source) ?? [];
  const { title, breadcrumbs } = head === undefined ? {} : readFrontMatter(head);
  const fill = (text: string): string =>
    text.replace(/\{\{\s*(\w+)\s*\}\}/g, (all, name: string) =>
      Object.hasOwn(values, name) ? values[name as keyof TemplateValues] : all,
    );
  return {
    kind: 'markdown',
    text: fill(head === undefined ? source : body),
    ...(title === undefined ? {} : { title: fill(title) }),
    ...withoutUndefined({ breadcrumbs }),
  };
}

/** Front matter that is not YAML is ignored, and stays visible. */
function readFrontMatter(text: string): z.infer<typeof FrontMatter> {
  try {
    return FrontMatter.catch({}).parse(parse(text, { maxAliasCount: 0 }));
  } catch {
    return {};
  }
}

/** Values of the template variables of Markdown pages. @documented development/ui-markdown */
export const templateValues = ({ product, servers }: UiHost, request: FastifyRequest): TemplateValues => ({
  name: product.name,
  shortname: product.shortName,
  origin: originOf(request),
  address: servers()[0] ?? '',
});
