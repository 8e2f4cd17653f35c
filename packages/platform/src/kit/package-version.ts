import { createRequire } from 'node:module';
import * as z from 'zod';

const Package = z.object({ version: z.string() });
const require = createRequire(import.meta.url);

/** The version of this package, which is the platform's. */
export const packageVersion = (): string => Package.parse(require('@symphony-ts/platform/package.json')).version;
