import { register } from 'node:module';

let isRegistered = false;

/** Lets this process import TypeScript, with source maps. Further calls do nothing. */
export function registerTypeScript(): void {
  if (isRegistered) return;
  isRegistered = true;
  register('./hooks.js', import.meta.url);
  process.setSourceMapsEnabled(true);
}
