import { describe, expect, it } from '@jest/globals';
import { isSymphonyError } from '@symphony-ts/contract';
import fc from 'fast-check';
import { CompactSign, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { readVendorKeys, signLicense, verifyLicense } from './license.js';

const claims = {
  jti: 'L-1',
  iat: 1_780_000_000,
  exp: 1_790_000_000,
  units: 100,
  grace_days: 7,
  rates: { orders: { rows: 2 } },
};
const pair = () => generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
const refused = (reason: string) =>
  expect.objectContaining({ code: 'INVALID_LICENSE', text: expect.stringContaining(reason) });

describe('verifyLicense', () => {
  it('reads what the vendor signed, with the key in PEM or as a JWK', async () => {
    const { publicKey, privateKey } = await pair();
    const document = await signLicense({ ...claims, sub: 'Acme' }, privateKey);
    for (const text of [await exportSPKI(publicKey), JSON.stringify(await exportJWK(publicKey))]) {
      await expect(verifyLicense(`${document}\n`, await readVendorKeys([text]))).resolves.toEqual({
        id: 'L-1',
        customer: 'Acme',
        issuedAt: 1_780_000_000_000,
        expiresAt: 1_790_000_000_000,
        units: 100,
        graceMs: 604_800_000,
        shares: {},
        rates: { orders: { rows: 2 } },
      });
    }
  });

  it('takes any of several keys, so that the vendor can change it', async () => {
    const [old, current] = [await pair(), await pair()];
    const document = await signLicense(claims, current.privateKey);
    await expect(verifyLicense(document, [old.publicKey, current.publicKey])).resolves.toMatchObject({ id: 'L-1' });
  });

  it('refuses another signature, changed claims and another kind of document', async () => {
    const [vendor, other] = [await pair(), await pair()];
    const keys = [vendor.publicKey];
    const document = await signLicense(claims, vendor.privateKey);
    const [header, , signature] = document.split('.');
    const more = Buffer.from(JSON.stringify({ ...claims, units: 1e9 })).toString('base64url');
    const plain = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(vendor.privateKey);

    await expect(verifyLicense(await signLicense(claims, other.privateKey), keys)).rejects.toEqual(
      refused('signature verification failed'),
    );
    await expect(verifyLicense(`${header}.${more}.${signature}`, keys)).rejects.toEqual(
      refused('signature verification failed'),
    );
    await expect(verifyLicense(plain, keys)).rejects.toEqual(refused("type 'none'"));
    await expect(verifyLicense('not a document', keys)).rejects.toEqual(refused('Invalid Compact JWS'));
    await expect(verifyLicense(document, [])).rejects.toEqual(refused('no vendor key is configured'));
  });

  it.each([
    [{ exp: claims.iat }, 'it expires before it is issued'],
    [{ units: 0 }, 'units'],
    [{ jti: 'no spaces' }, 'jti'],
    [{ rates: { orders: { rows: -1 } } }, 'rates.orders.rows'],
    [{ grace_days: -1 }, 'grace_days'],
  ])('refuses signed claims with %j', async (part, reason) => {
    const { publicKey, privateKey } = await pair();
    const payload = new TextEncoder().encode(JSON.stringify({ ...claims, ...part }));
    const document = await new CompactSign(payload)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'symphony-license+jwt' })
      .sign(privateKey);
    await expect(verifyLicense(document, [publicKey])).rejects.toEqual(refused(reason));
  });

  it('refuses whatever else there is, signed or not, and by that code alone', async () => {
    const { publicKey, privateKey } = await pair();
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.constant(Buffer.from('{"alg":"EdDSA","typ":"symphony-license+jwt"}').toString('base64url')),
    );
    const dotted = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.'));
    const field = fc.record({ name: fc.constantFrom(...Object.keys(claims)), value: fc.jsonValue() });
    const payload = fc.oneof(
      fc.json(),
      fc.string(),
      field.map(({ name, value }) => JSON.stringify({ ...claims, [name]: value })),
    );
    const signed = payload.map((text) =>
      new CompactSign(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'symphony-license+jwt' })
        .sign(privateKey),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), dotted, signed), async (document) => {
        const code = await verifyLicense(await document, [publicKey]).then(
          () => 'taken',
          (error: unknown) => (isSymphonyError(error) ? error.code : error),
        );
        expect(['taken', 'INVALID_LICENSE']).toContain(code);
      }),
      { numRuns: 300 },
    );
  });
});

describe('readVendorKeys', () => {
  it.each(['', 'nonsense', '{"kty":"oct","k":"AA"', '-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----'])(
    'refuses %j',
    async (text) => {
      await expect(readVendorKeys([text])).rejects.toEqual(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
    },
  );
});
