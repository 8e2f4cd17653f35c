// @ts-check
// Lets benchmarks be TypeScript with decorators, as `symphony-boot dev` runs it.
import { registerTypeScript } from '../../packages/boot/dist/typescript/register.js';

registerTypeScript();
