/** What makes containers or sandboxes of its own: that takes namespaces, mounts and system calls which others go without. */

import type { Container } from '../../../src/transform.ts';
import { mapsIn } from '../data.ts';
import { commandLine } from '../pods.ts';
import { remembered } from '../remembered.ts';

/** Programs that do, as the names of images and the words of commands have them. */
const MAKERS =
  'buildkit(?:d)?(?:-daemonless\\.sh)?|rootlesskit|kaniko|buildah|podman|dind|dockerd(?:-rootless\\.sh)?|sysbox|runsc|gvisor|firecracker|nsjail|bwrap|bubblewrap|flatpak(?:-builder)?|unshare';
/** Browsers, whose pages run in a sandbox each. */
const BROWSERS =
  'chrome|chromium|google-chrome|headless-shell|headless-chrome|chromedp|puppeteer|playwright|browserless|gotenberg';

const IN_IMAGE = new RegExp(`(?:^|[/_.-])(${MAKERS}|${BROWSERS})(?=$|[/_.-])`, 'i');
const IN_TAG = /(?:^|[_.-])(dind|rootless)(?:$|[_.-])/i;
const IN_COMMAND = new RegExp(
  `(?:^|[\\s;&|('"/])(${MAKERS}|${BROWSERS}|google-chrome-stable|chromium-browser)(?=$|[\\s;&|)'"])`,
  'i',
);
const WITHOUT_SANDBOX = /--(?:no-sandbox|disable-setuid-sandbox)\b/;
const IS_BROWSER = new RegExp(`^(?:${BROWSERS})`, 'i');

export interface SandboxMaker {
  /** As the image or the command calls it. */
  readonly program: string;
  /** It may be told to go without, out of sight. */
  readonly isBrowser: boolean;
}

/** What makes sandboxes in a container; undefined where none shows, and for a browser that is told to go without. */
export const sandboxMaker = remembered((container: Container): SandboxMaker | undefined => {
  const { image } = container;
  const said = commandLine(container);
  const program =
    IN_COMMAND.exec(said)?.[1] ?? IN_IMAGE.exec(image.repository)?.[1] ?? IN_TAG.exec(image.tag ?? '')?.[1];
  if (program === undefined) return undefined;
  const isBrowser = IS_BROWSER.test(program);
  const values = mapsIn(container.get(['env'])).map(({ value }) => String(value ?? ''));
  if (isBrowser && [said, ...values].some(each => WITHOUT_SANDBOX.test(each))) return undefined;
  return { program, isBrowser };
});
