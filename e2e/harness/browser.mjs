// One Chromium for all journeys; each journey has a context of its own, so no cookie goes from one to the next.
import { chromium } from 'playwright-core';

import { Journey } from './journey.mjs';

// As root inside a container Chromium has no sandbox; the other flags keep it from looking for anything outside.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const STEP_LIMIT_IN_MS = 15_000;

export class Browser {
  static async start() {
    const executablePath = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
    return new Browser(await chromium.launch({ executablePath, headless: true, args: FLAGS }));
  }

  constructor(chromium) {
    this.chromium = chromium;
  }

  /**
   * Walks one journey. Gives back nothing when all went well, else what was thrown.
   *
   * JavaScript is off unless the journey exports `javaScript = true`: every page must work without it.
   */
  async walk({ name, run, javaScript = false }, base) {
    const context = await this.chromium.newContext({
      baseURL: base,
      javaScriptEnabled: javaScript,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(STEP_LIMIT_IN_MS);
    try {
      const journey = await Journey.begin({ name, context, base, javaScript });
      await run(journey);
      journey.finish();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await context.close();
    }
  }

  async stop() {
    await this.chromium.close();
  }
}
