import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidModuleError, type Problem, toError } from '@symphony-ts/contract';
import { importDecorated } from '@symphony-ts/extension/internal';
import { registerTypeScript } from '../typescript/register.js';
import { explainLoadFailure } from './load-failure.js';

const TYPESCRIPT = /\.[mc]?tsx?$/;
const JAVASCRIPT = /\.[mc]?js$/;

/**
 * Imports an application module, TypeScript or JavaScript, and returns its exports.
 *
 * @throws `INVALID_MODULE` when the file does not exist or cannot be loaded
 */
export async function loadModule(file: string): Promise<object> {
  const absolute = path.resolve(file);
  await assertFile(file, absolute);
  if (TYPESCRIPT.test(absolute)) registerTypeScript();
  try {
    return await importDecorated(() => import(pathToFileURL(absolute).href) as Promise<object>);
  } catch (error) {
    const { problem, cause } = await explainLoadFailure(toError(error), { file, absolute });
    throw refused(problem, cause);
  }
}

async function assertFile(file: string, absolute: string): Promise<void> {
  const found = await stat(absolute).catch(() => undefined);
  const fix = 'name the file that exports the @AppModule or @Extension class';
  if (!found) throw refused({ where: file, text: 'there is no such file', fix });
  if (!found.isFile()) throw refused({ where: file, text: 'it is not a file', fix });
  if (!TYPESCRIPT.test(absolute) && !JAVASCRIPT.test(absolute)) {
    throw refused({ where: file, text: 'it is neither TypeScript nor JavaScript', fix });
  }
}

const refused = (problem: Problem, cause?: Error): InvalidModuleError =>
  new InvalidModuleError({ problems: [problem] }, cause ? { cause } : undefined);
