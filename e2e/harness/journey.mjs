// What a journey gets: a page, and helpers that check what must hold on every page.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1440, height: 900 };
/** The most that the first load of any page may transfer, with everything it pulls in. */
const FIRST_LOAD_LIMIT_IN_BYTES = 150 * 1024;
const EXAMPLES_OF_A_BARRIER = 5;
const SERIOUS = ['serious', 'critical'];

const shots = fileURLToPath(new URL('../shots/', import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Thrown by a journey that cannot run here; its message says why. */
export class Skipped extends Error {}

export class Journey {
  static async begin({ name, context, base, javaScript }) {
    const journey = new Journey(name, context, base, javaScript);
    journey.page = await context.newPage();
    journey.watch(journey.page);
    return journey;
  }

  constructor(name, context, base, javaScript) {
    this.name = name;
    this.context = context;
    this.base = base;
    this.javaScript = javaScript;
    this.complaints = [];
    this.expectedStatuses = new Set();
    for (const helper of ['visit', 'shot', 'axe', 'expect', 'expectStatus', 'checkPage', 'evaluate', 'overflow', 'skip']) {
      this[helper] = this[helper].bind(this);
    }
  }

  /** Holds if `value` is truthy; else `message` says what was expected. */
  expect(value, message) {
    assert.ok(value, message);
  }

  /** From here on a page answered with this status is no complaint: a form that is sent with a fault on purpose. */
  expectStatus(status) {
    this.expectedStatuses.add(status);
  }

  skip(reason) {
    throw new Skipped(reason);
  }

  /**
   * Opens a page as somebody would for the first time (nothing cached) and checks what must hold on every page: the
   * status, nothing in the console, nothing asked from elsewhere, few bytes, no sideways scrolling, no barrier.
   */
  async visit(path, { status = 200 } = {}) {
    this.expectedStatuses.add(status);
    const session = await this.context.newCDPSession(this.page);
    await session.send('Network.enable');
    await session.send('Network.clearBrowserCache');
    let transferred = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      transferred += encodedDataLength;
    });
    const response = await this.page.goto(path, { waitUntil: 'load' });
    await session.detach();
    assert.equal(response.status(), status, `${path}: status`);
    assert.ok(
      transferred < FIRST_LOAD_LIMIT_IN_BYTES,
      `${path}: first load transfers ${transferred} bytes, ${FIRST_LOAD_LIMIT_IN_BYTES} is the most`,
    );
    await this.checkPage(path);
    return response;
  }

  /** The checks of `visit` for the page that is open now, reached by a click or a form. */
  async checkPage(name = new URL(this.page.url()).pathname) {
    await this.page.waitForLoadState('load');
    await this.page.setViewportSize(NARROW);
    const overflow = await this.overflow();
    assert.equal(overflow.pixels, 0, `${name}: ${overflow.pixels} px too wide at ${NARROW.width} px: ${overflow.widest}`);
    await this.page.setViewportSize(WIDE);
    await this.axe(name);
    this.finish();
  }

  /** Throws if anything complained since the last look. */
  finish() {
    const complaints = this.complaints.splice(0);
    assert.ok(complaints.length === 0, `the browser complained:\n${complaints.join('\n')}`);
  }

  /** Saves the whole page as shots/NAME-360.png and shots/NAME-1440.png. */
  async shot(name) {
    await mkdir(shots, { recursive: true });
    for (const size of [NARROW, WIDE]) {
      await this.page.setViewportSize(size);
      await this.page.screenshot({ path: `${shots}${name}-${size.width}.png`, fullPage: true });
    }
  }

  /** Throws if axe finds a serious or critical barrier on the page that is open now. */
  async axe(name = this.page.url()) {
    const { violations } = await this.evaluate(`${axeSource}; axe.run(document, { resultTypes: ['violations'] })`);
    const barriers = violations
      .filter(({ impact }) => SERIOUS.includes(impact))
      .map(({ id, help, nodes }) => `  ${id}: ${help}\n${examples(nodes)}`);
    assert.ok(barriers.length === 0, `${name}: axe finds\n${barriers.join('\n')}`);
  }

  /** How far the page reaches beyond its width now, and what does. */
  async overflow() {
    return this.evaluate(`(() => {
      const root = document.documentElement;
      const pixels = root.scrollWidth - root.clientWidth;
      const outside = (element) => element.getBoundingClientRect().right > root.clientWidth + 1;
      const widest = pixels > 0 ? [...document.body.querySelectorAll('*')].filter(outside).slice(0, 3) : [];
      return { pixels, widest: widest.map((element) => element.outerHTML.slice(0, 120)).join(' | ') };
    })()`);
  }

  /**
   * Evaluates in the page through the debugger. Turning JavaScript off stops the page's own scripts and, with
   * Playwright's evaluate, ours too; the debugger may still speak, if it is switched on for that moment.
   */
  async evaluate(expression) {
    const session = await this.context.newCDPSession(this.page);
    try {
      if (!this.javaScript) {
        await session.send('Emulation.setScriptExecutionDisabled', { value: false });
      }
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      assert.equal(exceptionDetails, undefined, exceptionDetails?.exception?.description);
      return result.value;
    } finally {
      if (!this.javaScript) {
        await session.send('Emulation.setScriptExecutionDisabled', { value: true });
      }
      await session.detach();
    }
  }

  watch(page) {
    page.on('pageerror', (error) => this.complaints.push(`error in a script: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !this.isExpectedStatus(message.text())) {
        this.complaints.push(`console: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${this.base}/`) && !url.startsWith('data:') && url !== 'about:blank') {
        this.complaints.push(`asked from elsewhere: ${url}`);
      }
    });
  }

  /** Chromium reports a page that is meant to be refused as an error; `visit` knows which it asked for. */
  isExpectedStatus(text) {
    const status = /responded with a status of (\d+)/.exec(text)?.[1];
    return status !== undefined && this.expectedStatuses.has(Number(status));
  }
}

/** The first few places where a barrier stands. */
function examples(nodes) {
  const shown = nodes.slice(0, EXAMPLES_OF_A_BARRIER).map(({ html }) => `    ${html}`);
  return [...shown, ...(nodes.length > shown.length ? [`    … ${nodes.length} in all`] : [])].join('\n');
}
