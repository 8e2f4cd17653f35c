import { MimeType } from '@symphony-ts/extension';
import { TestExtension } from '@symphony-ts/testing';
import { DemoWidgets } from '../src/demo-widgets.js';
import { Gauge } from '../src/gauge.js';

describe('DemoWidgets', () => {
  let demo: TestExtension<DemoWidgets>;
  let megabytes: number;

  beforeEach(async () => {
    megabytes = 64;
    const gauge: Pick<Gauge, 'read'> = { read: () => ({ megabytes, seconds: 3 }) };
    demo = await TestExtension.create(DemoWidgets, { providers: [{ provide: Gauge, useValue: gauge }] });
  });
  afterEach(() => demo.stop());

  const resource = (name: string) => demo.manifest.features.resources.find(({ uri }) => uri === `ui://widgets/${name}`);

  it.each(Object.values(MimeType))('offers one resource of type %s, as a widget unless it is a module', (mimeType) => {
    const { resources, widgets } = demo.manifest.features;
    const found = resources.filter((resource) => resource.mimeType === mimeType);
    expect(found).toMatchObject([{ text: expect.stringMatching(/\S/) }]);
    const isWidget = widgets.some(({ uri }) => uri === found[0]?.uri);
    expect(isWidget).toBe(mimeType !== MimeType.SymphonyModule);
  });

  it('offers its widgets in the order of the source, each with notes', () => {
    const { widgets } = demo.manifest.features;
    const titles = ['Memory, live', 'Memory, as a table', 'HTML with Symphony', 'Stopwatch', 'App', 'Last start'];
    expect(widgets.map(({ title }) => title)).toEqual(titles);
    for (const { notes } of widgets) expect(notes).toMatch(/\S/);
  });

  it('gives the React widget the current values', async () => {
    expect(await demo.request('read')).toEqual({ megabytes: 64, seconds: 3 });
    megabytes = 65;
    expect(await demo.request('read')).toMatchObject({ megabytes: 65 });
    expect(resource('card')?.text).toContain("request('cirata.extensions.widgets.read'");
  });

  it('gives the HTMX widget HTML, at the page it names', async () => {
    const { page } = JSON.parse(resource('table')?.text ?? '') as { page: string };
    expect(await demo.rest('GET', `/${page}`)).toMatchObject({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      body: expect.stringContaining('<th>Memory</th><td>64 MB</td>'),
    });
  });

  it('shows the values from its start in Markdown', () => {
    megabytes = 65;
    expect(resource('note')?.text).toBe('Started with **64 MB**, under {{shortname}}.\n');
  });

  it('imports the exports of its module', () => {
    const [, names = '', module = ''] =
      /import \{ (.*) \} from '@symphony\/extension\/widgets\/(.*)'/.exec(resource('card')?.text ?? '') ?? [];
    expect(resource(module)?.mimeType).toBe(MimeType.SymphonyModule);
    expect(resource(module)?.text).toContain(`export const ${names} =`);
  });
});

describe('Gauge', () => {
  it('reads the process', () => {
    const { megabytes, seconds } = new Gauge().read();
    expect(megabytes).toBeGreaterThan(10);
    expect(seconds).toBeLessThanOrEqual(Math.ceil(process.uptime()));
  });
});
