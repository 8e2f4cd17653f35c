export { ui } from './server/ui.js';
export { hasAssets as isUiBuilt } from './server/assets/assets.js';
export type { UiOptions } from './server/ui.js';
