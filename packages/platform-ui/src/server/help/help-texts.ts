import { setImmediate } from 'node:timers/promises';
import type { Manifest, ManifestResource } from '@symphony-ts/contract';
import { HELP_ROOT } from '../../wire/help.js';
import { decodeText, flattenRoutes } from '../../wire/route-paths.js';
import { markdownPage, type TemplateValues } from '../extensions/markdown-page.js';
import { maySee } from '../extensions/shell-extensions.js';
import { plainText } from './plain-text.js';
import type { HelpText } from './search-help.js';

/** A page longer than this is searched as far as this. */
const MOST_LETTERS = 200_000;
/** Other requests have their turn after so many extensions. */
const AT_ONCE = 50;

interface Known {
  readonly origin: string;
  readonly title: string;
  readonly text: string;
}

/** The texts of help pages without their marks, each made once for as long as its extension does not change it. */
export class HelpTexts {
  readonly #known = new WeakMap<ManifestResource, Known>();

  /** The help pages of the extensions that capabilities reach. */
  async visible(
    manifests: readonly Manifest[],
    allowed: readonly string[],
    values: TemplateValues,
  ): Promise<HelpText[]> {
    const pages: HelpText[] = [];
    for (const [index, manifest] of manifests.entries()) {
      if (maySee(allowed, manifest.prefix)) pages.push(...this.#pagesOf(manifest, values));
      if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    }
    return pages;
  }

  /** The Markdown pages of an extension below `/help/extensions/`. */
  #pagesOf({ features }: Manifest, values: TemplateValues): HelpText[] {
    const resources = new Map(features.resources.map((resource) => [resource.uri, resource]));
    return flattenRoutes(features.routes).flatMap(([path, uri]) => {
      const resource = resources.get(uri);
      if (resource?.mimeType !== 'text/markdown' || !path.startsWith(HELP_ROOT)) return [];
      const { title, text } = this.#textOf(resource, values);
      return [{ path, title: `${decodeText(path.slice(HELP_ROOT.length))} ${title}`, text }];
    });
  }

  #textOf(resource: ManifestResource, values: TemplateValues): Known {
    const known = this.#known.get(resource);
    // The text names the address at which the platform was reached.
    if (known?.origin === values.origin) return known;
    const { title = '', text } = markdownPage(resource.text.slice(0, MOST_LETTERS), values);
    const made = { origin: values.origin, title: title.normalize('NFC'), text: plainText(text).normalize('NFC') };
    this.#known.set(resource, made);
    return made;
  }
}
