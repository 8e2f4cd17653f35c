import type { UiHost } from '@symphony-ts/platform';
import type { FastifyRequest } from 'fastify';
import { originOf } from '../http/origin.js';
import type { TemplateValues } from './markdown-page.js';

/** Values of the template variables of Markdown pages. @documented development/ui-markdown */
export const templateValues = ({ product, servers }: UiHost, request: FastifyRequest): TemplateValues => ({
  name: product.name,
  shortname: product.shortName,
  origin: originOf(request),
  address: servers()[0] ?? '',
});
