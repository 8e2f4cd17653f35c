// Compares HTTP to an endpoint through the platform's gateway with a bare Fastify route to the same endpoint, in interleaved
// rounds. The processor time of the process that serves HTTP counts.
import { Agent, request } from 'node:http';
import { interleave, ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';
import { startExtension } from './gateway-extension.mjs';
import { startProcess } from './process.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 12);
const CONNECTIONS = 32;
const sizes = [
  {
    name: 'small',
    body: JSON.stringify({ a: 12_345_678, b: 12_345 }),
    requests: 3_000,
    goals: { proxy: 1.15, rest: 1.25 },
  },
  { name: '900 kB of JSON', body: largeJson(900_000), requests: 60, goals: { proxy: 1.2, rest: 1.2 } },
];
/** `node gateway.bench.mjs small` measures only that. */
const wanted = sizes.filter(({ name }) => name.startsWith(process.argv[2] ?? ''));

function largeJson(bytes) {
  const rows = [];
  for (let size = 0, id = 0; size < bytes; id += 1) {
    const row = { id, name: `item ${id}`, tags: ['a', 'b'], price: id * 1.25 };
    rows.push(row);
    size += JSON.stringify(row).length + 1;
  }
  return JSON.stringify(rows);
}

const platform = await startProcess('gateway-platform.mjs');
const { token } = await platform.ask('token', 'orders');
const exchanged = await fetch(`${platform.httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
const credentials = await exchanged.json();
const bare = await startProcess('bare-gateway.mjs', JSON.stringify(credentials));
const client = await platform.ask('client');
const nc = await startExtension(credentials);

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const headers = {
  authorization: `Bearer ${client.token}`,
  'content-type': 'application/json',
  accept: 'application/json',
};

function send(url, body) {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const call = request(
      url,
      { agent, method: 'POST', headers: { ...headers, 'content-length': length } },
      (answer) => {
        let received = 0;
        answer.on('data', (chunk) => (received += chunk.length));
        answer.on('end', () => {
          if (answer.statusCode === 200 && received === length) resolve();
          else reject(new Error(`${url}: ${answer.statusCode}, ${received} B of ${length}`));
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

async function drive(url, body, count) {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await send(url, body);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

const routes = {
  bare: { at: bare, url: `${bare.httpUrl}/echo` },
  proxy: { at: platform, url: `${platform.httpUrl}/api/v1/services/orders/echo` },
  rest: { at: platform, url: `${platform.httpUrl}/api/v1/extensions/orders/rest` },
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

for (const { name, body, requests, goals } of wanted) {
  for (const { url } of Object.values(routes)) await drive(url, body, requests);
  const blocked = { bare: [], proxy: [], rest: [] };
  const measure = (route) => async () => {
    const { at, url } = routes[route];
    await at.ask('blocked');
    const before = await at.ask('cpu');
    await drive(url, body, requests);
    const cost = (await at.ask('cpu')) - before;
    blocked[route].push(await at.ask('blocked'));
    return cost / requests;
  };
  const costs = await interleave({ bare: measure('bare'), proxy: measure('proxy'), rest: measure('rest') }, ROUNDS);
  console.log(`bare: ${median(costs.bare).toFixed(0)} µs a request`);
  for (const route of ['proxy', 'rest']) {
    const comparison = {
      what: 'gateway',
      case: `${route}, ${name}`,
      beside: 'a bare Fastify route',
      goal: goals[route],
    };
    reportRatio({ ...comparison, ratios: ratiosOf(costs[route], costs.bare) });
  }
  const most = Object.entries(blocked).map(([route, values]) => `${route} ${median(values).toFixed(1)} ms`);
  console.log(`the loop was blocked at most (median of the rounds): ${most.join(', ')}\n`);
}

await nc.close();
agent.destroy();
await bare.stop();
await platform.stop();
