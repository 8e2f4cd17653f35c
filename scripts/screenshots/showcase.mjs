// @ts-check
// A platform with content for the pictures: the examples, people's keys and roles, licences, and a month of use.
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { exportSPKI, generateKeyPair } from 'jose';
import { platformServices } from '../../packages/contract/dist/index.js';
import { createApplication, createLogger } from '../../packages/extension/dist/index.js';
import { signLicense, startPlatform } from '../../packages/platform/dist/index.js';
import { ui } from '../../packages/platform-ui/dist/index.js';

/** Built modules of the examples, by their prefixes. */
const examples = {
  catalog: 'catalog/dist/app.js',
  weather: 'weather/dist/app.js',
  clock: 'clock/dist/app.js',
  widgets: 'demo-widgets/dist/app.js',
  notices: 'markdown-content/dist/notices.js',
};
const DAY_MS = 86_400_000;
const DAYS = 27;
const logger = createLogger('showcase', { level: 'error' });

/** @typedef {import('../../packages/platform/dist/index.js').Platform} Platform */
/** @typedef {Awaited<ReturnType<typeof createApplication>>} Application */

/** Starts the platform and the examples. Stop them with `stop()`. */
export async function openShowcase() {
  const clock = shiftedClock();
  const vendor = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const platform = await startPlatform({
    ui: ui(),
    dev: { grantDeclared: true, signIn: true, allowVulnerableServer: true },
    licensing: { vendorKeys: [await exportSPKI(vendor.publicKey)] },
    logger,
  });
  const applications = /** @type {Application[]} */ ([]);
  const tokens = /** @type {Record<string, string>} */ ({});
  for (const [prefix, module] of Object.entries(examples)) {
    const { token } = await platform.keys.create({ name: prefix, kind: 'extension', prefix });
    tokens[prefix] = token;
    const application = await createApplication(await import(`../../examples/${module}`), {
      token,
      address: platform.httpUrl,
      logger,
    });
    await application.start();
    applications.push(application);
  }
  await fillIn(platform, vendor.privateKey);
  for (const prefix of ['catalog', 'weather', 'widgets'])
    await reportUse(platform, { prefix, token: tokens[prefix] ?? '', clock });
  return {
    platform,
    async stop() {
      for (const application of applications) await application.stop();
      await platform.stop();
    },
  };
}

/** A clock that can be set back, so that a month of use is reported within a second. */
function shiftedClock() {
  const now = Date.now;
  let offsetMs = 0;
  Date.now = () => now() + offsetMs;
  return {
    /** @param {number} ms */
    shift(ms) {
      offsetMs = ms;
    },
  };
}

/**
 * Creates the settings of administrators.
 * @param {Platform} platform
 * @param {CryptoKey} vendor
 */
async function fillIn(platform, vendor) {
  const session = await (await fetch(`${platform.httpUrl}/api/v1/usertoken`)).json();
  const send = async (
    /** @type {'POST' | 'PUT'} */ method,
    /** @type {string} */ path,
    /** @type {unknown} */ body,
  ) => {
    const response = await fetch(`${platform.httpUrl}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const day = Math.floor(Date.now() / 1_000);
  const license = await signLicense(
    {
      jti: 'acme-2026',
      sub: 'Acme Ltd',
      iat: day - 200 * 86_400,
      exp: day + 165 * 86_400,
      units: 120_000,
      grace_days: 14,
      rates: { catalog: { items: 1 }, weather: { reports: 0.5 }, widgets: { views: 0.25 } },
    },
    vendor,
  );
  await send('POST', 'admin/licenses', { license });
  await send('PUT', 'admin/business-units/retail', {
    name: 'Retail',
    description: 'Shops and their stock',
    contact: 'retail@acme.example',
    quota: 40_000,
  });
  await send('PUT', 'admin/business-units/logistics', { name: 'Logistics', contact: 'logistics@acme.example' });
  await send('PUT', 'admin/attribution-rules/catalog', {
    extension: 'catalog',
    unit: 'retail',
    description: 'The catalog is for the shops',
  });
  await send('PUT', 'admin/attribution-rules/weather', { extension: 'weather', unit: 'logistics' });
  await send('PUT', 'admin/roles/shop-staff', {
    description: 'Uses the catalog and the weather',
    groups: ['shop', 'stock'],
    capabilities: {
      pub: { allow: ['cirata.extensions.catalog.>', 'cirata.extensions.weather.>', 'cirata.services.keys.create'] },
      sub: { allow: ['extensions.catalog.>'] },
    },
  });
  await send('PUT', 'admin/roles/auditor', {
    description: 'Looks, and changes nothing',
    groups: ['finance'],
    capabilities: { pub: { allow: ['cirata.services.audit.read', 'cirata.services.usage.read'] }, sub: { allow: [] } },
  });
  await send('POST', 'keys', {
    name: 'Price import',
    kind: 'client',
    notes: 'Runs each night',
    expires: new Date(Date.now() + 9 * DAY_MS).toISOString(),
  });
  await send('POST', 'keys', { name: 'Partners', kind: 'client', expires: null });
  await send('POST', 'keys', { name: 'Shop fleet', kind: 'registration', prefix: 'shop-*', maxUses: 200 });
  const items = [
    { id: 'atlas', name: 'Atlas of the winds', notes: 'Second edition, with the southern seas' },
    { id: 'compass', name: 'Brass compass', notes: 'Three left' },
    { id: 'rope', name: 'Hemp rope, 20 m' },
    { id: 'lamp', name: 'Storm lamp', notes: 'Sold out until May' },
  ];
  for (const item of items) await send('POST', 'services/catalog/add', item);
  await send('POST', 'services/notices/pin', {
    name: 'a-welcome',
    title: 'Welcome aboard',
    text: 'New here? Read the [handbook](/notices/handbook) first.',
  });
}

/**
 * Reports a month of use, with one report per day.
 * @param {Platform} platform
 * @param {{ readonly prefix: string; readonly token: string; readonly clock: ReturnType<typeof shiftedClock> }} of
 */
async function reportUse(platform, { prefix, token, clock }) {
  const response = await fetch(`${platform.httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
  const { servers, jwt, seed, instanceId } = await response.json();
  const nc = await connect({
    servers,
    authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(seed)),
    inboxPrefix: `_INBOX.${instanceId}`,
  });
  const [dimension, size] = { catalog: ['items', 900], weather: ['reports', 700], widgets: ['views', 900] }[prefix] ?? [
    'items',
    1,
  ];
  for (let day = DAYS; day >= 0; day -= 1) {
    clock.shift(-day * DAY_MS);
    // Two days a week have little use, counted from today. So the picture is the same on each day of the week.
    const isQuiet = day % 7 > 4;
    const wave = 0.7 + 0.3 * Math.sin(day * 1.7 + prefix.length) + 0.02 * (DAYS - day);
    const value = Math.round(Number(size) * wave * (isQuiet ? 0.35 : 1));
    await nc.request(platformServices.usageReport, JSON.stringify({ dimensions: { [String(dimension)]: value } }), {
      timeout: 10_000,
    });
  }
  clock.shift(0);
  await nc.close();
}
