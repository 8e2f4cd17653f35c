import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
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

  it('probe a platform where it answers, and let it drain for longer than the probe takes', () => {
    const [service, set] = readManifests('platform') as [object, PlatformSet];
    const [container] = set.spec.template.spec.containers;
    const probe = (path: string) => ({ httpGet: { path: `/api/v1/${path}`, port: 'https', scheme: 'HTTPS' } });
    expect(container).toMatchObject({
      startupProbe: probe('health'),
      readinessProbe: probe('ready'),
      // The platform cannot restart a server elsewhere. Its own restart takes minutes with thousands of extensions.
      livenessProbe: probe('ping'),
      ports: [{ name: 'https' }, { name: 'nats' }],
    });
    expect(service).toMatchObject({
      spec: { selector: { app: 'symphony' }, ports: [{ targetPort: 'https' }, { targetPort: 'nats' }] },
    });
    const drainMs = Number(container.args[container.args.indexOf('--drain-delay') + 1]);
    expect(drainMs).toBeGreaterThan(container.readinessProbe.periodSeconds * 1_000);
    expect(set.spec.template.spec.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(drainMs + 25_000);
  });

  it('give a platform options that it has, and start node itself', () => {
    const [, set] = readManifests('platform') as [object, PlatformSet];
    const [container] = set.spec.template.spec.containers;
    const { command = [] } = readServices()['platform-1'] ?? {};
    const cli = read('docs/cli.md');
    const section = cli.slice(cli.indexOf('### `symphony-boot platform`'), cli.indexOf('## Look'));
    for (const flag of [...container.args, ...command].filter((text) => text.startsWith('--')))
      expect(section).toContain(`| \`${flag} `);
    const dockerfile = read('deploy/platform/Dockerfile');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(
      /^ENTRYPOINT \["node", "node_modules\/@symphony-ts\/boot\/bin\/symphony-boot\.mjs", "platform"\]$/m,
    );
    expect(existsSync(join(root, 'packages/boot/bin/symphony-boot.mjs'))).toBe(true);
  });

  it('compose three servers, two replicas behind a balancer, and two instances of an extension', () => {
    const services = readServices();
    const configuration = read('deploy/compose/nats.conf');
    const balancer = read('deploy/compose/haproxy.cfg');
    for (const name of ['nats-1', 'nats-2', 'nats-3']) {
      expect(services[name]).toMatchObject({ environment: { SERVER_NAME: name } });
      expect(configuration).toContain(`nats://${name}:6222`);
      expect(services['platform-1']?.command).toContain(`nats://${name}:4222`);
    }
    for (const name of ['platform-1', 'platform-2']) {
      expect(services[name]).toEqual(services['platform-1']);
      expect(balancer).toContain(`server ${name} ${name}:8080`);
    }
    expect(services['greeter']).toMatchObject({ deploy: { replicas: 2 }, stop_grace_period: '35s' });
    expect(configuration).toContain('include "operator/operator.conf"');
    expect(services['operator']?.command?.join(' ')).toMatch(/platform server-config .* > \/nats\/operator\.conf$/m);
    expect(services['nats-1']?.volumes).toContain('nats-config:/etc/nats/operator:ro');
  });

  it('compose replicas that drain for longer than the balancer takes to notice', () => {
    const { command = [], stop_grace_period = '' } = readServices()['platform-1'] ?? {};
    const [, seconds, failures] = /check inter (\d+)s fall (\d+)/.exec(read('deploy/compose/haproxy.cfg')) ?? [];
    const drainMs = Number(command[command.indexOf('--drain-delay') + 1]);
    expect(drainMs).toBeGreaterThan(Number(seconds) * Number(failures) * 1_000);
    expect(Number.parseInt(stop_grace_period, 10) * 1_000).toBeGreaterThan(drainMs + 25_000);
  });

  it('select the pods that the template makes', () => {
    const labels = { app: 'greeter' };
    expect(readManifests()).toMatchObject([
      { kind: 'Deployment', spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } },
      { kind: 'PodDisruptionBudget', spec: { minAvailable: 1, selector: { matchLabels: labels } } },
    ]);
  });
});

/** The fields that the test reads. */
interface PlatformSet {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly [
          { readonly args: readonly string[]; readonly readinessProbe: { readonly periodSeconds: number } },
        ];
      };
    };
  };
}

/** The fields that the tests read. */
interface ComposeService {
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
}

const readServices = (): Readonly<Record<string, ComposeService>> =>
  (
    parse(read('deploy/compose/compose.yaml'), { merge: true }) as {
      readonly services: Readonly<Record<string, ComposeService>>;
    }
  ).services;

function readManifests(name = 'extension'): unknown[] {
  return parseAllDocuments(read(`deploy/kubernetes/${name}.yaml`), { strict: true }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as unknown;
  });
}
