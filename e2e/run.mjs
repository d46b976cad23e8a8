// Starts the built server and one browser, and walks every journey of journeys/ in the order of their names.
//
//   CHUNGSUC_BIN=target/debug/chungsuc node e2e/run.mjs [PART OF A JOURNEY'S NAME …]
//
// Ends with `N passed, N failed, N skipped`; a journey that cannot run throws `Skipped`.
import { readdir } from 'node:fs/promises';
import { AssertionError } from 'node:assert';

import { Browser } from './harness/browser.mjs';
import { Server } from './harness/server.mjs';
import { Skipped } from './harness/journey.mjs';

const wanted = process.argv.slice(2);
const folder = new URL('./journeys/', import.meta.url);
const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs')).sort();
const journeys = [];
for (const file of files) {
  const journey = await import(new URL(file, folder));
  if (wanted.length === 0 || wanted.some((word) => file.includes(word))) {
    journeys.push({ file, ...journey });
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const server = await Server.start();
try {
  const browser = await Browser.start();
  try {
    for (const journey of journeys) {
      await walk(journey, server, browser);
    }
  } finally {
    await browser.stop();
  }
} finally {
  await server.stop();
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 && journeys.length > 0 ? 0 : 1;

async function walk(journey, server, browser) {
  const started = performance.now();
  const result = await browser.walk(journey, server.base);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (result === undefined) {
    counts.passed += 1;
    console.log(`passed  ${journey.name} (${seconds} s)`);
  } else if (result instanceof Skipped) {
    counts.skipped += 1;
    console.log(`skipped ${journey.name}: ${result.message}`);
  } else {
    counts.failed += 1;
    console.log(`FAILED  ${journey.name} (${seconds} s)`);
    console.log(result instanceof AssertionError ? result.message : result.stack);
    console.log(server.lastWords());
  }
}
