import { platformServices } from '@symphony-ts/contract';
import { type Attack, harms, hears, type Scene, settle } from './attack-scene.js';
import { enter, serve } from './world.js';

const allowed = ['cirata.extensions.catalog.list', platformServices.info];

/** Calls what the client may call, with a different subject as the reply. */
async function callsWithReply(scene: Scene, reply: string): Promise<void> {
  const { nc } = scene.world.client;
  for (const subject of allowed) nc.publish(subject, '{}', { reply });
  await settle(scene, nc);
}

const shows = async (scene: Scene, subject: string): Promise<boolean> =>
  (await hears(scene.other.nc, subject, () => callsWithReply(scene, subject))).length > 0;

/** A client with more rights than are sensible. */
const wide = ({ world }: Scene) => {
  const pub = { allow: ['extensions.catalog.changed', 'cirata.symphony.enforcement'] };
  const sub = { allow: ['cirata.extensions.catalog.list', 'cirata.services.>'] };
  return enter(world.platform, { name: 'wide', kind: 'client', capabilities: { pub, sub } });
};

/** Attacks of plain clients, who share an account, on extensions, on the platform and on each other. */
export const attacksOfClients = {
  clientIntoEndpoint: {
    attack: (scene) => harms(scene, () => callsWithReply(scene, 'cirata.extensions.catalog.admin')),
  },
  clientIntoInner: {
    attack: (scene) => harms(scene, () => callsWithReply(scene, 'symphony.from.catalog.services.registry.register')),
  },
  clientAnnounces: {
    async attack(scene) {
      const { nc } = await wide(scene);
      const heard: string[] = [];
      for (const subject of ['extensions.catalog.changed', 'cirata.symphony.enforcement']) {
        const announce = async (): Promise<void> => {
          nc.publish(subject, 'EVIL');
          await settle(scene, nc);
        };
        heard.push(...(await hears(scene.other.nc, subject, announce)));
      }
      await nc.close();
      return heard.length > 0;
    },
  },
  clientAnswers: {
    async attack(scene) {
      const { nc } = await wide(scene);
      const taken: string[] = [];
      for (const subject of ['cirata.extensions.catalog.list', 'cirata.services.>'])
        serve(nc, subject, (message) => void taken.push(message.subject));
      await nc.flush();
      const answers = await Promise.all(
        allowed.map((subject) => scene.other.nc.request(subject, '', { timeout: 10_000 })),
      );
      await nc.close();
      return taken.length > 0 || answers.length < allowed.length;
    },
  },
  clientReadsBucket: {
    async attack({ world }) {
      const wish = JSON.stringify({ bucket: 'orders_items', prefix: 'orders', key: 'evil' });
      return (await world.client.nc.request(platformServices.storageGet, wish, { timeout: 10_000 }))
        .string()
        .includes('EVIL');
    },
  },
  clientIntoBroadcast: { attack: (scene) => shows(scene, 'cirata.symphony.enforcement') },
  clientIntoEvent: { attack: (scene) => shows(scene, 'extensions.catalog.changed') },
  clientIntoInbox: { attack: (scene) => shows(scene, `_INBOX.${scene.other.id}.known`) },
} as const satisfies Readonly<Record<string, Attack>>;
