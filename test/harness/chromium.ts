/** A real Chromium, where the machine has one. */
import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Undefined where there is none. */
export const browserPath = NAMES.map(name =>
  spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim(),
).find(path => path !== '');

/** @throws where there is none */
export function openBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('no Chromium on PATH');
  // Its sandbox refuses root, as whom containers of build servers run.
  return chromium.launch({ executablePath: browserPath, chromiumSandbox: process.getuid?.() !== 0 });
}
