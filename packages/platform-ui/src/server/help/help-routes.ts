import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { type HelpSearch, MOST_SEARCHED } from '../../wire/help.js';
import { uiPaths } from '../../wire/ui-paths.js';
import { templateValues } from '../extensions/markdown-page.js';
import { assertOwnRequest } from '../http/request-origin.js';
import { sessionOf } from '../http/session-cookie.js';
import { HelpTexts } from './help-texts.js';
import { searchHelp } from './search-help.js';

const Query = z.object({ words: z.string().max(MOST_SEARCHED).default('') });

/** Finds help pages by the words in them, among the extensions a person may see. */
export function helpRoutes(app: FastifyInstance, host: UiHost): void {
  const texts = new HelpTexts();
  app.addHook('onRequest', async (request) => assertOwnRequest(request));
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  app.get(uiPaths.help, async (request): Promise<HelpSearch> => {
    const { capabilities } = sessionOf(host, request);
    const { words } = Query.parse(request.query);
    const manifests = host.extensions().map(({ manifest }) => manifest);
    const pages = await texts.visible(manifests, capabilities.pub.allow, templateValues(host, request));
    return { pages: searchHelp(pages, words) };
  });
}
