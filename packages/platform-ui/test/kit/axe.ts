import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Rules about a page as a whole. In a frame they are about its author's document, which is part of our page. */
const pageRules = ['document-title', 'landmark-one-main', 'page-has-heading-one', 'region'];

/** What axe finds wrong on a page and in its frames, each with the element it is about. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    // A script of the page may be refused by its policy; one of the debugger is not.
    await frame.evaluate(axe.source);
    const rules = frame === page.mainFrame() ? [] : pageRules;
    found.push(
      ...(await frame.evaluate(async (disabled) => {
        const api = Reflect.get(globalThis, 'axe') as typeof axe;
        // Frames are looked at one by one, since theirs have no origin to be reached from here.
        const { violations } = await api.run(document, {
          iframes: false,
          rules: Object.fromEntries(disabled.map((rule) => [rule, { enabled: false }])),
        });
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
      }, rules)),
    );
  }
  return found;
}
