import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Options, transform } from '@swc/core';
import { withoutTrace } from './syntax-failure.js';

/*
 * Module hooks that run TypeScript with decorators and their metadata. Loaders based on esbuild omit the metadata, which
 * injection by type needs. The hooks run in a separate thread. It loads all imports of this file again, so they are only the
 * compiler.
 */

interface ResolveContext {
  readonly parentURL?: string;
}
interface Resolved {
  readonly url: string;
}
interface Loaded {
  readonly format: string;
  readonly source: string;
  readonly shortCircuit: true;
}
type NextResolve = (specifier: string, context: ResolveContext) => Promise<Resolved>;
type NextLoad = (url: string, context: object) => Promise<object>;

const TYPESCRIPT = /\.([mc]?)tsx?$/;
const JAVASCRIPT = /\.([mc]?)js$/;

/** TypeScript source imports files as `.js`, the later name. When it runs from source, they are `.ts` or `.tsx`. */
export async function resolve(specifier: string, context: ResolveContext, next: NextResolve): Promise<Resolved> {
  const isRelative = specifier.startsWith('./') || specifier.startsWith('../');
  if (!isRelative || !context.parentURL || !TYPESCRIPT.test(context.parentURL)) return next(specifier, context);
  const url = new URL(specifier, context.parentURL);
  if (!JAVASCRIPT.test(url.pathname) || existsSync(url)) return next(specifier, context);
  for (const ending of ['.$1ts', '.tsx']) {
    const source = new URL(url);
    source.pathname = url.pathname.replace(JAVASCRIPT, ending);
    if (existsSync(source)) return next(source.href, context);
  }
  return next(specifier, context);
}

export async function load(url: string, context: object, next: NextLoad): Promise<object | Loaded> {
  if (!url.startsWith('file:') || !TYPESCRIPT.test(new URL(url).pathname)) return next(url, context);
  const filename = fileURLToPath(url);
  return { format: 'module', source: await compile(filename, await readFile(filename, 'utf8')), shortCircuit: true };
}

async function compile(filename: string, source: string): Promise<string> {
  try {
    return (await transform(source, optionsFor(filename))).code;
  } catch (error) {
    const failure = new SyntaxError(withoutTrace((error as Error).message)); // swc throws nothing else
    // The message names the place. The stack would only show this hook.
    failure.stack = `${failure.name}: ${failure.message}`;
    throw failure;
  }
}

const optionsFor = (filename: string): Options => ({
  filename,
  configFile: false,
  swcrc: false,
  sourceMaps: 'inline',
  inlineSourcesContent: true,
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, tsx: filename.endsWith('x') },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
    },
  },
  module: { type: 'es6' },
});
