import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const workspace = join(__dirname, '..', '..', '..');

/** A TypeScript file of `test/children` that runs as a separate process. */
export interface ChildProgram extends AsyncDisposable {
  /** Starts it. It prints one JSON value per line. */
  start(env?: Readonly<Record<string, string>>, wrap?: readonly string[]): RunningChild;
}

export interface RunningChild {
  readonly process: ChildProcess;
  /** The next printed value. Rejects with its stderr if it ends first. */
  next(): Promise<unknown>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Bundles a child with the sources of the workspace, because processes outside jest cannot load TypeScript. */
export async function buildChild(name: string): Promise<ChildProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'client-child-'));
  const outfile = join(folder, `${name}.cjs`);
  await build({
    entryPoints: [join(__dirname, 'children', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    conditions: ['@symphony-ts/source'],
    // This native module is found by NODE_PATH, which only `require` reads.
    external: ['@napi-rs/keyring'],
    supported: { 'dynamic-import': false },
    logLevel: 'error',
  });
  return {
    start: (env = {}, wrap = []) => startChild([...wrap, process.execPath, outfile], env),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

function startChild(command: readonly string[], env: Readonly<Record<string, string>>): RunningChild {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', NODE_PATH: join(workspace, 'node_modules'), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const values: unknown[] = [];
  let rest = '';
  let errors = '';
  let wake = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    values.push(...lines.map((line) => JSON.parse(line) as unknown));
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => {
      resolve(signal ?? code ?? 0);
      wake();
    });
  });
  const next = async (): Promise<unknown> => {
    while (values.length === 0) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the child ended: ${errors}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return values.shift();
  };
  return { process: child, next, ended };
}
