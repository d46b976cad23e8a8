// The built server with its demonstration data, in a folder that is removed afterwards.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const START_LIMIT_IN_MS = 180_000;
const STOP_LIMIT_IN_MS = 10_000;
const LINES_KEPT = 40;

export class Server {
  /** Starts the program that CHUNGSUC_BIN names on a free port and waits until it prints its address. */
  static async start() {
    const built = fileURLToPath(new URL('../../target/debug/chungsuc', import.meta.url));
    const program = process.env.CHUNGSUC_BIN ?? built;
    if (!existsSync(program)) {
      throw new Error(`${program} is not there: build it, or name it by CHUNGSUC_BIN`);
    }
    const folder = await mkdtemp(join(tmpdir(), 'chungsuc-journeys-'));
    const data = join(folder, 'data');
    try {
      await promisify(execFile)(program, ['--data', data, 'demo', '--no-serve'], { timeout: START_LIMIT_IN_MS });
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw new Error(`the demonstration data could not be loaded: ${error.message}`);
    }
    const child = spawn(program, ['--data', data, 'serve', '--listen', '127.0.0.1:0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(child, folder);
    // Ctrl-C, or the end of the task that started us, must not leave a server behind.
    process.once('exit', () => child.kill('SIGKILL'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => process.exit(1));
    }
    try {
      server.base = await server.address();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  constructor(child, folder) {
    this.child = child;
    this.folder = folder;
    this.lines = [];
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(`ended with ${signal ?? code}`));
    });
  }

  async address() {
    const found = new Promise((resolve) => {
      for (const stream of [this.child.stdout, this.child.stderr]) {
        let rest = '';
        stream.setEncoding('utf8').on('data', (text) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop();
          this.lines.push(...lines);
          this.lines.splice(0, this.lines.length - LINES_KEPT);
          const address = /http:\/\/127\.0\.0\.1:\d+/.exec(lines.join('\n'));
          if (address) {
            resolve(address[0]);
          }
        });
      }
    });
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve('no address in time'), START_LIMIT_IN_MS);
    });
    const failed = Promise.race([this.ended, late]).then((reason) => {
      throw new Error(`the server did not start: ${reason}\n${this.lastWords()}`);
    });
    try {
      return await Promise.race([found, failed]);
    } finally {
      clearTimeout(timer);
      failed.catch(() => {});
    }
  }

  /** The last lines that the server printed, for a journey that failed. */
  lastWords() {
    return this.lines.map((line) => `  server: ${line}`).join('\n');
  }

  async stop() {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_LIMIT_IN_MS);
    await this.ended;
    clearTimeout(timer);
    await rm(this.folder, { recursive: true, force: true });
  }
}
