/** Tests in a real Chromium; where the machine has none they say that they are left out. */
import { browserPath } from './chromium.ts';

export { openBrowser } from './chromium.ts';

/** `test` where there is a browser. */
export const inBrowser = browserPath === undefined ? test.skip : test;
