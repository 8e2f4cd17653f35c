import { setImmediate } from 'node:timers/promises';
import { TestExtension } from '@symphony-ts/testing';
import { boardPage } from '../src/board-page.js';
import { Notices } from '../src/notices.js';

const lunch = { name: 'lunch', title: 'Lunch', text: 'At **noon**.' };
const rain = { name: 'rain', title: 'Rain', text: 'Inside today.' };

describe('Notices', () => {
  let notices: TestExtension<Notices>;
  beforeEach(async () => {
    notices = await TestExtension.create(Notices);
  });
  afterEach(() => notices.stop());

  const textOf = (name: string) =>
    notices.manifest.features.resources.find(({ uri }) => uri === `ui://notices/${name}`)?.text;
  const boardShows = async (text: string): Promise<void> => {
    while (textOf('board') !== text) await setImmediate();
  };

  it('begins with an empty board', () => {
    expect(textOf('board')).toBe(boardPage([]));
  });

  it('shows what is pinned, until it is taken down', async () => {
    await notices.request('pin', rain);
    await notices.request('pin', lunch);
    await boardShows(boardPage([lunch, rain]));
    await notices.request('unpin', { name: 'rain' });
    await boardShows(boardPage([lunch]));
  });

  it('shows what another instance pinned', async () => {
    await notices.bucket('notices_pinned').put('lunch', lunch);
    await boardShows(boardPage([lunch]));
  });

  it('registers again only where the board has changed', async () => {
    await notices.request('pin', lunch);
    await boardShows(boardPage([lunch]));
    await notices.request('pin', lunch);
    await notices.request('pin', rain);
    await boardShows(boardPage([lunch, rain]));
    const boards = notices.registered.map(({ features }) => features.resources[0]?.text);
    expect(boards.slice(-3)).toEqual([boardPage([]), boardPage([lunch]), boardPage([lunch, rain])]);
  });

  it('takes down nothing that is not there', async () => {
    await expect(notices.send('unpin', { name: 'rain' })).rejects.toMatchObject({ remoteStatus: 404 });
  });

  it('leaves frontmatter and template variables in its files to the platform', () => {
    expect(textOf('handbook')).toMatch(/^---\ntitle: Handbook\nbreadcrumbs:\n {2}\/: Home\n/);
    for (const variable of ['name', 'origin', 'address']) expect(textOf('handbook')).toContain(`{{${variable}}}`);
    expect(textOf('help')).toContain('{{shortname}}');
  });

  it('has board, handbook and help at their routes, and the board as a widget', () => {
    const { resources, routes, widgets } = notices.manifest.features;
    expect(new Set(resources.map(({ mimeType }) => mimeType))).toEqual(new Set(['text/markdown']));
    expect(routes).toEqual({
      '/notices': { uri: 'ui://notices/board', routes: { '/handbook': { uri: 'ui://notices/handbook' } } },
      '/help/extensions/Notices': { uri: 'ui://notices/help' },
    });
    expect(widgets).toEqual([{ uri: 'ui://notices/board', title: 'Notices', notes: 'What is pinned to the board' }]);
  });
});

describe('boardPage', () => {
  it('has its title and breadcrumbs on top, and the notices by name', () => {
    expect(boardPage([rain, lunch])).toBe(`---
title: Notices
breadcrumbs:
  /: Home
  /notices: Notices
---

# Notices

## Lunch

At **noon**.

## Rain

Inside today.
`);
  });
});
