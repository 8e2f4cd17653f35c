import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from './project/workspace.js';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const START = 'node --enable-source-maps dist/main.js';
const template = 'packages/boot/templates/extension';

describe('the files for deployment', () => {
  it('start node itself, which takes SIGTERM', () => {
    const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(read(`${template}/Dockerfile.tpl`)) ?? [];
    expect((JSON.parse(command) as string[]).join(' ')).toBe(START);
    expect(read('deploy/systemd/extension.service')).toContain(`ExecStart=/usr/bin/${START}\n`);
    expect(existsSync(join(root, template, 'src/main.ts.tpl'))).toBe(true);
  });

  it('run without rights, in an image of two stages', () => {
    const dockerfile = read(`${template}/Dockerfile.tpl`);
    expect(dockerfile.match(/^FROM /gm)).toHaveLength(2);
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('give an extension longer than its handlers have', () => {
    const handlersMs = 25_000;
    const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(read('deploy/systemd/extension.service')) ?? [];
    expect(Number(seconds) * 1_000).toBeGreaterThan(handlersMs);
    const [deployment] = readManifests();
    expect(deployment).toMatchObject({
      spec: { replicas: 2, template: { spec: { terminationGracePeriodSeconds: Number(seconds) } } },
    });
  });

  it('select the pods that the template makes', () => {
    const labels = { app: 'greeter' };
    expect(readManifests()).toMatchObject([
      { kind: 'Deployment', spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } },
      { kind: 'PodDisruptionBudget', spec: { minAvailable: 1, selector: { matchLabels: labels } } },
    ]);
  });
});

function readManifests(): unknown[] {
  return parseAllDocuments(read('deploy/kubernetes/extension.yaml'), { strict: true }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as unknown;
  });
}
