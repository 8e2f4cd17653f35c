import { proxyFor } from './proxy.js';

const proxied = { HTTP_PROXY: 'http://web:3128', HTTPS_PROXY: 'https://me:p%40ss@secure:3129' };

describe('proxyFor', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['https://platform.example', {}, undefined],
    ['https://platform.example', proxied, 'https://me:p%40ss@secure:3129/'],
    ['http://platform.example', proxied, 'http://web:3128/'],
    ['https://platform.example', { HTTP_PROXY: 'http://web:3128' }, undefined],
    ['https://platform.example', { https_proxy: 'lower:1', HTTPS_PROXY: 'upper:1' }, 'http://lower:1/'],
    ['https://platform.example', { HTTPS_PROXY: '' }, undefined],
    ['http://localhost:4280', proxied, undefined],
    ['http://127.0.0.1:4280', proxied, undefined],
    ['http://[::1]:4280', proxied, undefined],
  ])('%s with %j is %s', (url, env, expected) => {
    expect(proxyFor(new URL(url), env)?.href).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ['https://platform.example', '*', true],
    ['https://platform.example', 'platform.example', true],
    ['https://platform.example', 'PLATFORM.example', true],
    ['https://platform.example', 'other, platform.example', true],
    ['https://platform.example', 'other platform.example', true],
    ['https://eu.platform.example', 'platform.example', true],
    ['https://eu.platform.example', '.platform.example', true],
    ['https://eu.platform.example', '*.platform.example', true],
    ['https://platform.example', '.platform.example', false],
    ['https://notplatform.example', 'platform.example', false],
    ['https://platform.example', 'platform.example:443', true],
    ['https://platform.example:8443', 'platform.example:443', false],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.1.2.3', true],
    ['https://10.1.2.3', '10.0.0.0/99', false],
    ['https://[fd00::1]', 'fd00::/8', true],
    ['https://[fd00::1]', 'fd00::1', true],
    ['https://[fd00::1]:8443', '[fd00::1]:8443', true],
    ['https://platform.example', '', false],
  ])('%s with NO_PROXY %s is reached directly: %s', (url, hosts, isDirect) => {
    expect(proxyFor(new URL(url), { ...proxied, NO_PROXY: hosts }) === undefined).toBe(isDirect);
  });
});
