// @ts-check
// Lets benchmarks be TypeScript with decorators, in the same way as `symphony-boot dev`.
import { registerTypeScript } from '../../packages/boot/dist/typescript/register.js';

registerTypeScript();
