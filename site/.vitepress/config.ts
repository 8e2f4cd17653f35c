import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const pages = '.build';
const names = (folder: string): string[] =>
  existsSync(`${pages}/${folder}`)
    ? readdirSync(`${pages}/${folder}`)
        .filter((file) => file.endsWith('.md'))
        .map((file) => file.replace(/\.md$/, ''))
    : [];
const title = (name: string): string => name.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
const items = (folder: string, text: (name: string) => string = title) =>
  names(folder).map((name) => ({ text: text(name), link: `/${folder}/${name}` }));

export default defineConfig({
  title: 'Symphony for TypeScript',
  description: 'Services on NATS, written as annotated classes.',
  srcDir: pages,
  outDir: 'dist',
  cacheDir: '.cache',
  cleanUrls: true,
  lastUpdated: false,
  markdown: {
    headers: { level: [2, 3] },
    // Pages are Markdown, not Vue templates: `{{…}}` in code stays as it is written.
    config: (md) => {
      const render = md.renderer.rules.code_inline;
      md.renderer.rules.code_inline = (...args) => render?.(...args).replace('<code', '<code v-pre') ?? '';
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Getting started', link: '/docs/getting-started' },
      { text: 'Guides', link: '/guides/endpoints' },
      { text: 'API', link: '/api/' },
      { text: 'Changelog', link: '/changelog' },
    ],
    sidebar: {
      '/api/': [
        {
          text: 'API reference',
          items: existsSync(`${pages}/api`)
            ? readdirSync(`${pages}/api`, { withFileTypes: true })
                .filter((entry) => entry.isDirectory())
                .map(({ name }) => ({ text: `@symphony-ts/${name}`, link: `/api/${name}/src/` }))
            : [],
        },
      ],
      '/': [
        {
          text: 'Start',
          items: [
            { text: 'Overview', link: '/' },
            { text: 'Getting started', link: '/docs/getting-started' },
          ],
        },
        { text: 'Guides', items: items('guides') },
        { text: 'Reference', items: items('docs').filter(({ link }) => !link.endsWith('getting-started')) },
        { text: 'Packages', items: items('packages', (name) => `@symphony-ts/${name}`) },
        { text: 'Examples', collapsed: true, items: items('examples', (name) => name) },
        {
          text: 'Project',
          collapsed: true,
          items: ['contributing', 'versioning', 'changelog', 'security']
            .filter((name) => existsSync(`${pages}/${name}.md`))
            .map((name) => ({ text: title(name), link: `/${name}` })),
        },
      ],
    },
    outline: 'deep',
    socialLinks: [{ icon: 'github', link: 'https://github.com/symphony-ts/symphony-ts' }],
  },
});
