// @ts-check
import { readFile } from 'node:fs/promises';

/** A class as the compiler writes it, from its first line to its closing brace. */
const CLASS = /^(?:export )?class (\w+)[^\n]*\{\n[\s\S]*?^\}$/gm;

/**
 * esbuild calls a class that speaks of itself `_Name`. This gives it back its own name, which users see where an error is printed.
 *
 * @param {string} folder of the compiled modules
 * @returns {import('esbuild').Plugin}
 */
export const classNames = (folder) => ({
  name: 'class names',
  setup(build) {
    build.onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (!path.startsWith(folder)) return undefined;
      const code = await readFile(path, 'utf8');
      const names = [...code.matchAll(CLASS)].flatMap(([text, name = '']) =>
        text.split(new RegExp(`\\b${name}\\b`)).length > 2 ? [name] : [],
      );
      if (names.length === 0) return undefined;
      const lines = names.map((name) => `Object.defineProperty(${name}, 'name', { value: '${name}' });`);
      // Before the comment that names the source map, which is the last line.
      return { contents: code.replace(/(?=\/\/# sourceMappingURL=.*\s*$)|$/, `${lines.join('\n')}\n`) };
    });
  },
});
