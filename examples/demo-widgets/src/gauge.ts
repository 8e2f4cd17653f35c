import { Injectable } from '@symphony-ts/extension';
import { z } from 'zod';

export const Reading = z.object({ megabytes: z.number(), seconds: z.number() });
export type Reading = z.infer<typeof Reading>;

/** What the widgets show: memory this process holds, and how long it has been running. */
@Injectable()
export class Gauge {
  read(): Reading {
    return { megabytes: Math.round(process.memoryUsage().rss / 1_000_000), seconds: Math.round(process.uptime()) };
  }
}
