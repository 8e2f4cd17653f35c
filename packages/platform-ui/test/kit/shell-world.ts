import { type Platform, type PlatformOptions, startPlatform } from '@symphony-ts/platform';
import type { Browser } from 'playwright-core';
import { type UiOptions, ui } from '../../src/index.js';
import { launchChromium, signIn, type Watched, watchedPage } from './chromium.js';

/** A platform with its shell, and a browser that opens it. */
export class ShellWorld implements AsyncDisposable {
  readonly platform: Platform;
  readonly browser: Browser;

  private constructor(platform: Platform, browser: Browser) {
    this.platform = platform;
    this.browser = browser;
  }

  get url(): string {
    return this.platform.httpUrl;
  }

  static async start(
    uiOptions: UiOptions = {},
    options: PlatformOptions = {},
    browserArguments: readonly string[] = [],
  ): Promise<ShellWorld> {
    const platform = await startPlatform({
      ui: ui(uiOptions),
      dev: { grantDeclared: true, signIn: true, allowVulnerableServer: true },
      ...options,
    });
    return new ShellWorld(platform, await launchChromium(browserArguments));
  }

  /** A page in a new browser profile, not signed in. */
  page(options?: Parameters<typeof watchedPage>[2]): Promise<Watched> {
    return watchedPage(this.browser, this.url, options);
  }

  /** A page in a new browser profile, signed in as the developer, at `path`. */
  async signedIn(path = '/', options?: Parameters<typeof watchedPage>[2]): Promise<Watched> {
    const watched = await this.page(options);
    await signIn(watched, this.url);
    if (path !== '/') await watched.page.goto(this.url + path);
    return watched;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.platform.stop();
  }
}
