import { configFolder } from './config-folder.js';

describe('configFolder', () => {
  it.each([
    [{}, '/home/me', '/home/me/.config/cirata'],
    [{ XDG_CONFIG_HOME: '' }, '/home/me', '/home/me/.config/cirata'],
    [{ XDG_CONFIG_HOME: 'relative' }, '/home/me', '/home/me/.config/cirata'],
    [{ XDG_CONFIG_HOME: '/etc/mine' }, '/home/me', '/etc/mine/cirata'],
    [{ XDG_CONFIG_HOME: '/etc/mine' }, undefined, '/etc/mine/cirata'],
    [{}, undefined, undefined],
  ])('with %j and the home %s is %s', (env, home, expected) => {
    expect(configFolder(env, () => home)).toBe(expected);
  });
});
