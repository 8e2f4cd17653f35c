import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A TypeScript file of this folder that can run as a separate process. */
export interface Program extends AsyncDisposable {
  readonly path: string;
}

export async function buildProgram(name: string): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'program-'));
  const path = join(folder, `${name}.mjs`);
  const entry = join(__dirname, `${name}.ts`);
  await build({ entryPoints: [entry], outfile: path, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
