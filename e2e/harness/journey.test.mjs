// The checks of every page, tried on pages that break them one by one.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { Browser } from './browser.mjs';
import { Skipped } from './journey.mjs';

const page = (body, head = '') =>
  `<!doctype html><html lang="vi"><head><title>Thử</title><link rel="icon" href="data:,">${head}</head><body><main><h1>Thử</h1>${body}</main></body></html>`;

const PAGES = {
  '/good': page('<p>Một trang đúng.</p><script>document.querySelector("h1").textContent = "Có JavaScript";</script>'),
  '/wide': page('<div style="width: 500px">Rộng</div>'),
  '/heavy': page(`<p>${'nặng '.repeat(40_000)}</p>`),
  '/barrier': page('<input type="text">'),
  '/elsewhere': page('<img alt="" src="http://127.0.0.1:9/a.png">'),
  '/broken': page('<img alt="" src="/missing.png">'),
  '/thrown': page('<script>throw new Error("hỏng")</script>'),
};

let server;
let browser;
let base;

before(async () => {
  server = createServer((request, response) => {
    const body = PAGES[request.url];
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(body ?? page('<p>Không có trang này.</p>'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await Browser.start();
});

after(async () => {
  await browser.stop();
  server.closeAllConnections();
  server.close();
});

const walk = (run, javaScript = false) => browser.walk({ name: 'thử', run, javaScript }, base);

test('a good page passes, and its scripts run only where a journey asks', async () => {
  for (const javaScript of [false, true]) {
    const result = await walk(async ({ visit, page, expect }) => {
      await visit('/good');
      expect((await page.locator('h1').textContent()) === (javaScript ? 'Có JavaScript' : 'Thử'), 'heading');
    }, javaScript);
    assert.equal(result, undefined);
  }
});

for (const [path, words, javaScript] of [
  ['/wide', /px too wide at 360 px.*Rộng/],
  ['/heavy', /first load transfers \d+ bytes/],
  ['/barrier', /axe finds\n {2}label/],
  ['/elsewhere', /asked from elsewhere: http:\/\/127\.0\.0\.1:9\/a\.png/],
  ['/broken', /console: .*404/],
  ['/thrown', /error in a script: hỏng/, true],
  ['/nowhere', /\/nowhere: status/],
]) {
  test(`${path} is found`, async () => {
    const result = await walk(({ visit }) => visit(path), javaScript);
    assert.match(String(result?.message), words);
  });
}

test('a page that is meant to be refused passes', async () => {
  assert.equal(await walk(({ visit }) => visit('/nowhere', { status: 404 })), undefined);
});

test('a journey that skips says why', async () => {
  const result = await walk(({ skip }) => skip('không có dữ liệu'));
  assert.ok(result instanceof Skipped);
  assert.equal(result.message, 'không có dữ liệu');
});
