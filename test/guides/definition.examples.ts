import { command, defineExtension, EndpointError, endpoint, rest } from '@symphony-ts/extension';
import { z } from 'zod';

const Reading = z.object({ room: z.string().min(1), celsius: z.number() });
const Room = z.object({ room: z.string().min(1) });

/** Keys hold visible ASCII only, and rooms have names such as "Café". */
const keyOf = (room: string): string => encodeURIComponent(room).replaceAll('.', '%2E').replaceAll('*', '%2A');

// #region definition
export const thermometer = defineExtension({
  prefix: 'thermometer',
  name: 'Thermometer',
  version: '1.0.0',
  description: 'Keeps the latest temperature of each room',
  buckets: [{ name: 'readings', description: 'Latest reading by room', schema: Reading }],
  endpoints: {
    record: endpoint({ request: Reading }, async (reading, _request, context) => {
      const readings = await context.bucket('readings', Reading);
      await readings.put(keyOf(reading.room), reading);
    }),
  },
  rest: {
    latest: rest('GET', '/rooms/{room}', { params: Room, response: Reading }, async ({ params }, context) => {
      const readings = await context.bucket('readings', Reading);
      const entry = await readings.get(keyOf(params.room));
      if (!entry) throw new EndpointError(404, `there is no reading of '${params.room}'`);
      return entry.value;
    }),
  },
  commands: {
    forget: command({ schema: Room }, async ({ room }, _message, context) => {
      const readings = await context.bucket('readings', Reading);
      await readings.delete(keyOf(room));
    }),
  },
  onStart: (context) => context.logger.info('ready'),
});
// #endregion
