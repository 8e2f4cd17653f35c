// @ts-check
import { readFile } from 'node:fs/promises';

/** A class in the compiler's output, from its first line to its closing brace. */
const CLASS = /^(?:export )?class (\w+)[^\n]*\{\n[\s\S]*?^\}$/gm;

/**
 * esbuild renames a class that refers to itself to `_Name`. This restores its name, which users see in printed errors.
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
      // The last line is the comment with the name of the source map. The code goes before it.
      return { contents: code.replace(/(?=\/\/# sourceMappingURL=.*\s*$)|$/, `${lines.join('\n')}\n`) };
    });
  },
});
