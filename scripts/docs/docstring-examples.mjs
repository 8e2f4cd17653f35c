// @ts-check
// Puts real code into docstrings. In a docstring of an entry point, the block after a line ` * @example file#region` gets the
// code of that region.
import { readCode } from './code-blocks.mjs';

/** The sources whose docstrings have examples. Other files are not changed. */
export const filesWithExamples = [
  'packages/client/src/client/symphony-client.ts',
  'packages/extension/src/decorators/extension.ts',
  'packages/extension/src/define/define-extension.ts',
  'packages/extension/src/runtime/application.ts',
  'packages/jetstream-manager/src/manager/create-manager.ts',
  'packages/nats-server/src/start-nats-server.ts',
  'packages/platform/src/assembly/start-platform.ts',
  'packages/storage/src/open-bucket.ts',
  'packages/testing/src/extension/test-extension.ts',
  'packages/testing/src/platform/test-platform.ts',
];

const example = /^( *)\* @example <!-- ([^\s#]+)#(\S+) -->\n(?: *\* ```ts\n[\s\S]*?\n *\* ```\n)?/gm;

/**
 * @param {string} source the text of a TypeScript file
 * @returns {string} the source with the current code in every example
 */
export function fillDocstringExamples(source) {
  if (source.search(example) < 0)
    throw new Error('a docstring has lost its example: put `@example <!-- file#region -->` back');
  return source.replace(example, (_all, indent, file, region) => {
    const code = readCode(file, region).split('\n');
    const lines = ['```ts', ...code, '```'].map((line) => `${indent}* ${line}`.trimEnd());
    return `${indent}* @example <!-- ${file}#${region} -->\n${lines.join('\n')}\n`;
  });
}
