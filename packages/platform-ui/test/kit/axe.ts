import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Rules about a whole page. In a frame they would judge the document of the frame's author, which is part of our page. */
const pageRules = ['document-title', 'landmark-one-main', 'page-has-heading-one', 'region'];

/** The problems that axe finds on a page and in its frames, each with its element. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    // The policy of a page may forbid its scripts, but not a script of the debugger.
    await frame.evaluate(axe.source);
    const rules = frame === page.mainFrame() ? [] : pageRules;
    found.push(
      ...(await frame.evaluate(async (disabled) => {
        const api = Reflect.get(globalThis, 'axe') as typeof axe;
        // Frames are checked one by one, because a script of the page cannot reach frames without an origin.
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
