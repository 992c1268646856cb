/** A real Chromium, where the machine has one; elsewhere suites that need it say that they are left out. */
import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const found = NAMES.map(name =>
  spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim(),
).find(path => path !== '');

/** `test` where there is a browser. */
export const inBrowser = found === undefined ? test.skip : test;

/** @throws where there is none: ask {@link inBrowser} first */
export function openBrowser(): Promise<Browser> {
  if (found === undefined) throw new Error('no Chromium on PATH');
  // Its sandbox refuses root, as whom containers of build servers run.
  return chromium.launch({ executablePath: found, chromiumSandbox: process.getuid?.() !== 0 });
}
