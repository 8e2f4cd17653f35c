import { isSymphonyError, silentLogger } from '@symphony-ts/contract';
import { type FoundToken, findToken, type TokenSearch } from './token-source.js';

const stored: FoundToken = { token: 'stored', source: "entry 'ext-my-ext'" };
const search = (given: Partial<TokenSearch>): TokenSearch => ({
  explicit: undefined,
  prefix: 'my-ext',
  env: {},
  findStored: () => Promise.resolve(undefined),
  logger: silentLogger,
  ...given,
});
const all = { SYMPHONY_TOKEN_MY_EXT: 'own', SYMPHONY_TOKEN: 'shared', REGISTRATION_TOKEN: 'once' };
const withStored = { findStored: () => Promise.resolve(stored) };

describe('findToken', () => {
  it.each<[string, Partial<TokenSearch>, string]>([
    ['the explicit one first', { explicit: ' given ', env: all, ...withStored }, 'given'],
    ['the stored one next', { explicit: '  ', env: all, ...withStored }, 'stored'],
    ["then the extension's own variable", { env: all }, 'own'],
    [
      'then SYMPHONY_TOKEN; an empty variable counts as unset',
      { env: { ...all, SYMPHONY_TOKEN_MY_EXT: ' ' } },
      'shared',
    ],
    ['then REGISTRATION_TOKEN', { env: { SYMPHONY_TOKEN: '', REGISTRATION_TOKEN: 'once' } }, 'once'],
  ])('[auth.order] [auth.env] takes %s', async (_what, given, token) => {
    await expect(findToken(search(given))).resolves.toMatchObject({ token });
  });

  it('does not open the store where a token is given', async () => {
    const findStored = (): never => {
      throw new Error('opened');
    };
    await expect(findToken(search({ explicit: 'given', findStored }))).resolves.toMatchObject({ token: 'given' });
  });

  it('lists every place once there is none', async () => {
    const error: unknown = await findToken(search({})).catch((error: unknown) => error);
    expect(isSymphonyError(error, 'NO_TOKEN') && error.params.looked).toEqual([
      'the token option',
      "the credential store (entry 'ext-my-ext')",
      'SYMPHONY_TOKEN_MY_EXT',
      'SYMPHONY_TOKEN',
      'REGISTRATION_TOKEN',
    ]);
  });

  it('mints nothing for a plain client', async () => {
    await expect(findToken(search({ prefix: undefined, env: { REGISTRATION_TOKEN: 'once' } }))).rejects.toMatchObject({
      code: 'NO_TOKEN',
    });
  });
});
