// @ts-check
// Transpiles sources of pages away from the platform's own thread: what it is given is an extension's input.

import { stripVTControlCharacters } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { transform } from '@swc/core';

/** @param {{ id: number, file: string, text: string }} job */
async function answer({ id, file, text }) {
  try {
    const { code, map } = await transform(text, {
      filename: file,
      sourceMaps: true,
      configFile: false,
      swcrc: false,
      isModule: true,
      inlineSourcesContent: true,
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true, decorators: true },
        transform: { react: { runtime: 'automatic', useBuiltins: true } },
      },
      module: { type: 'es6' },
    });
    return { id, code, map };
  } catch (error) {
    return { id, error: stripVTControlCharacters(error instanceof Error ? error.message : String(error)) };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.on('message', (job) => void answer(job).then((made) => parentPort?.postMessage(made)));
