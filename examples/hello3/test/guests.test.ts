import { TestExtension } from '@symphony-ts/testing';
import { Guests } from '../src/guests.js';

describe('Guests', () => {
  let guests: TestExtension<Guests>;
  beforeEach(async () => {
    guests = await TestExtension.create(Guests);
  });
  afterEach(() => guests.stop());

  it('invites, shows and removes a guest', async () => {
    const invited = await guests.rest('POST', '/guests', { body: { name: 'Ada', dish: 'pie' } });
    expect(invited).toMatchObject({ status: 201, headers: { location: '/api/v1/extensions/hello3/guests/Ada' } });
    expect(await guests.rest('GET', '/guests/Ada')).toMatchObject({ status: 200, body: { name: 'Ada', dish: 'pie' } });
    expect(await guests.rest('DELETE', '/guests/Ada')).toMatchObject({ status: 204 });
    expect(await guests.rest('GET', '/guests/Ada')).toMatchObject({ status: 404 });
  });

  it('knows a guest with any name', async () => {
    const name = 'Zoë *. Lovelace';
    const invited = await guests.rest('POST', '/guests', { body: { name } });
    expect(invited.status).toBe(201);
    const path = `/guests/${encodeURIComponent(name)}`;
    expect(await guests.rest('GET', path)).toMatchObject({ status: 200, body: { name } });
    expect(await guests.rest('DELETE', path)).toMatchObject({ status: 204 });
  });

  it('refuses invalid guests, and methods that do not exist', async () => {
    expect(await guests.rest('POST', '/guests', { body: {} })).toMatchObject({ status: 400 });
    expect(await guests.rest('PUT', '/guests/Ada')).toMatchObject({ status: 405 });
  });
});
