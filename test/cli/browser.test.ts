/** The pages in a real browser: the report as it is read, and a review from its first screen to the files on disk. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { inBrowser, openBrowser } from '../harness/browser.ts';
import { asked, entered, ofPage } from '../review/web/asking.ts';
import { environment, kustomend, newRepo, programOf, SHOP, writeIn } from './cli.ts';

let browser: Browser | undefined;
const running = new Set<ChildProcess>();
afterAll(async () => {
  // A test that has failed leaves its review.
  for (const child of running) child.kill('SIGKILL');
  await browser?.close();
});

/** What the page says of itself: errors of scripts, and what its policy has refused. */
async function newPage(): Promise<{ readonly page: Page; readonly faults: string[] }> {
  browser ??= await openBrowser();
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  page.on('pageerror', error => faults.push(String(error)));
  page.on('console', message => {
    // It asks for an icon that nobody has.
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      faults.push(message.text());
  });
  return { page, faults };
}

const QUESTION = {
  ...SHOP,
  'base/kustomization.yaml': 'resources:\n- deployment.yaml\n- api.yaml\n',
  'base/api.yaml': SHOP['base/deployment.yaml']!.replaceAll('shop', 'api'),
  'overlays/staging/kustomization.yaml': 'namespace: staging\nresources:\n- ../../base\n',
};

interface Review {
  readonly address: string;
  /** What the terminal said, once the program has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  readonly stop: () => void;
}

function startReview(root: string, ...args: readonly string[]): Promise<Review> {
  const child = spawn(process.execPath, [programOf(), 'review', '--web', ...args], {
    cwd: root,
    env: environment(),
  });
  running.add(child);
  let stderr = '';
  const ended = new Promise<{ code: number | null; stderr: string }>(resolve => {
    child.on('close', code => {
      running.delete(child);
      resolve({ code, stderr });
    });
  });
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += String(chunk);
      const address = /http:\/\/127\.0\.0\.1:\S+/.exec(stderr)?.[0];
      if (address !== undefined) resolve({ address, ended, stop: () => void child.kill('SIGINT') });
    });
    void ended.then(() => reject(new Error(stderr)));
  });
}

inBrowser(
  'a report is read from a file: its policy refuses none of it, and filters leave what they let through',
  async () => {
    const root = newRepo({
      ...QUESTION,
      'base/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: querySelector\n',
    });
    expect(kustomend(root, ['--unsafe', '--format', 'html=report.html']).code).toBe(0);
    const { page, faults } = await newPage();
    await page.goto(pathToFileURL(join(root, 'report.html')).href);
    const all = await page.locator('.finding:visible').count();
    expect(await page.textContent('#shown')).toBe(`${all} shown`);
    await page.check('input[name=workload][value="Deployment/api"]', { force: true });
    expect(await page.locator('.finding:visible').count()).toBeLessThan(all);
    expect(await page.locator('.change:visible h3').allTextContents()).toContain('base/api.yaml');
    await page.click('button[type=reset]');
    await page.fill('#search', 'severity:critical shop');
    const left = await page.locator('.finding:visible').allTextContents();
    expect(left.length).toBeGreaterThan(0);
    expect(left.every(text => text.includes('critical') && text.includes('shop'))).toBe(true);

    // The map comes nearer by a key, and the whole of it by a button.
    const widthOf = async () => Number(await page.getAttribute('.map svg', 'width'));
    const before = await widthOf();
    await page.focus('.map');
    await page.keyboard.press('+');
    expect(await widthOf()).toBe(Math.round(before * 1.25));
    await page.click('.zoom button:has-text("Real size")');
    expect(await widthOf()).toBe(before);
    expect(faults).toEqual([]);
    await page.close();
  },
  60_000,
);

inBrowser(
  'a review: filtered, taken, left out, stated, answered and written',
  async () => {
    const root = newRepo(QUESTION);
    const review = await startReview(root, '--only', 'service-account-token,security-context');
    const { page, faults } = await newPage();
    await page.goto(review.address);
    await page.waitForSelector('#change .diff');
    expect(new URL(page.url()).pathname).toBe('/');

    // Filtered, by typing as everywhere.
    await page.keyboard.press('/');
    await page.keyboard.type('remediation:service-account-token shop');
    expect(await page.locator('#list li:visible').count()).toBe(1);
    expect(await page.textContent('#title')).toContain('service-account-token');
    await page.keyboard.press('Escape');

    // Taken: the hunk stands beside its render.
    await page.waitForSelector('#change ins:has-text("automountServiceAccountToken: false")');

    // Put elsewhere, and back.
    // Whoever goes on lets go what is being worked out.
    for (let times = 0; times < 3; times++) {
      await page.keyboard.press('k');
      await page.waitForTimeout(140);
    }
    await page.waitForSelector('#change .place:has-text("into overlays/production")');
    await page.click('[data-press=p]');
    await page.waitForSelector('#change:has-text("overlays/production/shop-patch.yaml")');
    expect(await page.textContent('#title')).toContain('service-account-token');
    await page.keyboard.press('p');
    await page.waitForSelector('#change:has-text("base/deployment.yaml")');
    expect(await page.textContent('#change .rendered')).toContain('rendered in production and staging');
    await page.keyboard.press('y');
    await page.waitForSelector('#progress:has-text("1 taken, 0 left out")');

    // Left out, and taken back.
    await page.fill('#search', 'seccomp');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.waitForSelector('#progress:has-text("2 left out")');
    await page.keyboard.press('u');
    await page.waitForSelector('#progress:has-text(" 0 left out")');

    // A question has no change to take, and stays what is looked at.
    await page.fill('#search', 'image api');
    await page.fill('#search', '');
    await page.click('#list li:has-text("question: image api")');
    await page.keyboard.press('y');
    await page.waitForSelector('#message:has-text("a question has no change to take")');
    expect(await page.textContent('#title')).toBe('question: image api');

    // Stated: what the fixes of the other image wait for.
    await page.fill('#search', 'may run as root api');
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.waitForSelector('#stating[open]');
    await page.selectOption('#stating select', { label: 'images.api.user' });
    await page.fill('#stating input', '{');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#stating [role=alert]:not(:empty)');
    await page.fill('#stating input', '10002');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#stating:not([open])', { state: 'attached' });
    expect(await page.textContent('#message')).toContain('stated: images.api.user: 10002');

    // The map, nearer; its keys are not those of the review.
    await page.keyboard.press('m');
    await page.waitForSelector('#mapping[open] .map svg');
    const width = Number(await page.getAttribute('.map svg', 'width'));
    await page.focus('.map');
    await page.keyboard.press('-');
    expect(Number(await page.getAttribute('.map svg', 'width'))).toBe(Math.round(width / 1.25));
    await page.keyboard.press('Escape');
    await page.waitForSelector('#mapping:not([open])', { state: 'attached' });

    // Written, and only then.
    expect(readFileSync(join(root, 'base/deployment.yaml'), 'utf8')).toBe(SHOP['base/deployment.yaml']);
    await page.keyboard.press('f');
    await page.waitForSelector('#proving[open] .diff');
    expect(await page.textContent('#proving pre')).toContain('into kustomend.yaml: images.api.user: 10002');
    await page.click('#proving button[value=ok]');
    await page.waitForSelector('#ended');
    expect(await page.textContent('#ended')).toContain('undo: kustomend undo');
    // What the console says of the answer that was refused.
    expect(faults).toEqual([expect.stringContaining('409')]);
    const { code } = await review.ended;
    expect(code).toBe(0);
    expect(readFileSync(join(root, 'base/deployment.yaml'), 'utf8')).toContain(
      'automountServiceAccountToken: false',
    );
    expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).toContain('  api:\n    user: 10002\n');
    await page.close();
  },
  120_000,
);

inBrowser(
  'who has another address, or comes second, sees nothing',
  async () => {
    const review = await startReview(newRepo(SHOP));
    const { page } = await newPage();
    const { origin } = new URL(review.address);
    expect((await page.goto(origin))?.status()).toBe(403);
    expect((await page.goto(review.address))?.status()).toBe(200);
    const other = await (await browser!.newContext()).newPage();
    expect((await other.goto(review.address))?.status()).toBe(403);
    // A page of somebody else, which knows the port: neither read nor told anything.
    await page.route('https://evil.example/', route =>
      route.fulfill({ body: '<p>evil</p>', contentType: 'text/html' }),
    );
    await page.goto('https://evil.example/');
    const reached = await page.evaluate(async at => {
      const tries = [
        fetch(`${at}/`),
        fetch(`${at}/leave`, { method: 'POST', body: '{"how":"quit"}', mode: 'no-cors' }),
      ];
      return (await Promise.allSettled(tries)).map(
        each => each.status === 'fulfilled' && each.value.type !== 'opaque',
      );
    }, origin);
    expect(reached).toEqual([false, false]);
    expect((await page.goto(`${origin}/`))?.status()).not.toBe(500);
    review.stop();
    expect(await review.ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('answers are kept'),
    });
    await page.close();
  },
  60_000,
);

test('what cannot be written is said on the page, and the program ends as it would on a terminal', async () => {
  const root = newRepo(SHOP);
  const file = 'base/deployment.yaml';
  writeIn(root, file, `${SHOP[file]}# mine\n`);
  const { address, ended } = await startReview(root, '--only', 'service-account-token');
  const headers = ofPage(address, await entered(address));
  const post = (path: string, body: object) =>
    asked(address, { method: 'POST', path, headers, body: JSON.stringify(body) });
  const page = await asked(address, { path: '/', headers });
  const [, key = ''] = /data-key="([0-9a-f]{12})"/.exec(page.text) ?? [];
  expect((await post('/key', { key, press: 'y' })).status).toBe(200);
  const { proof } = JSON.parse((await post('/prove', {})).text);
  const { says } = JSON.parse((await post('/write', { proof })).text);
  expect(says).toContain(file);
  const { code, stderr } = await ended;
  expect([code, stderr.includes(file)]).toEqual([2, true]);
  expect(readFileSync(join(root, file), 'utf8')).toBe(`${SHOP[file]}# mine\n`);
});
