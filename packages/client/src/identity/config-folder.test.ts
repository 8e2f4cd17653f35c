import { configFolder } from './config-folder.js';

describe('configFolder', () => {
  it.each([
    [{}, '/home/me/.config/cirata'],
    [{ XDG_CONFIG_HOME: '' }, '/home/me/.config/cirata'],
    [{ XDG_CONFIG_HOME: 'relative' }, '/home/me/.config/cirata'],
    [{ XDG_CONFIG_HOME: '/etc/mine' }, '/etc/mine/cirata'],
  ])('with %j is %s', (env, expected) => {
    expect(configFolder(env, '/home/me')).toBe(expected);
  });
});
