import { ExtensionSummary, platformServices } from '@symphony-ts/contract';
import * as z from '@symphony-ts/contract/internal';
import { parseServiceReply } from './call-reply.js';

/** Sends one request to a platform service. */
export type AskPlatform = (subject: string, body: unknown) => Promise<unknown>;

const subject = platformServices.extensions;
const Page = z.onFirstUse(() => z.array(ExtensionSummary));

/** The assumed size limit of a message, if the server does not report it. */
const USUAL_PAYLOAD = 2 ** 20;

/**
 * All registered extensions. A platform answers with as many as fit into one message. So if the last page may have been full, the
 * next one is requested.
 */
export async function listExtensions(ask: AskPlatform, maxPayload = USUAL_PAYLOAD): Promise<ExtensionSummary[]> {
  const all: ExtensionSummary[] = [];
  let after: string | undefined;
  for (;;) {
    const page = parseServiceReply(Page, await ask(subject, after === undefined ? undefined : { after }), subject);
    const last = page.at(-1)?.prefix;
    // A platform without pages answers with the same list again.
    if (last === undefined || (after !== undefined && last <= after)) return all;
    all.push(...page);
    if (JSON.stringify(page).length < maxPayload / 4) return all;
    after = last;
  }
}

/** One registered extension, without reading the others; `undefined` if it is not registered. */
export async function findExtension(ask: AskPlatform, prefix: string): Promise<ExtensionSummary | undefined> {
  const page = parseServiceReply(Page, await ask(subject, { after: justBefore(prefix), count: 1 }), subject);
  return page.find((extension) => extension.prefix === prefix);
}

/** A text that sorts directly before a prefix. */
function justBefore(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  return `${prefix.slice(0, -1)}${String.fromCharCode(last - 1)}~`;
}
