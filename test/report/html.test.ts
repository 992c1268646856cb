/** The report as one page: what is in it, and what cannot get into it. */
import { createHash } from 'node:crypto';
import { scanJson } from '../../src/report/formats/json.ts';
import { reportSchema } from '../../src/report/formats/report-schema.ts';
import { diffMarkup } from '../../src/report/html/diff-markup.ts';
import { escaped, html } from '../../src/report/html/markup.ts';
import { scanHtml } from '../../src/report/html/page.ts';
import { finderOf, newMask } from '../../src/report/secrets/mask.ts';
import { NO_SECRETS, type Secrets } from '../../src/report/secrets/secrets.ts';
import type { Json } from '../../src/transform.ts';
import { newFix, newPlan, newRoot } from './fixture.ts';

function web(replicas: number, note = ''): Json {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas, note } };
}

const roots = ['dev', 'production'].map(name =>
  newRoot({ folder: `overlays/${name}`, environment: { name, tier: undefined } }),
);

function planWith(fix: Parameters<typeof newFix>[0] = {}, note = '') {
  return newPlan({
    fixes: [
      newFix({ roots: roots.map(({ folder }) => folder), environments: ['dev', 'production'], ...fix }),
    ],
    changes: [
      { path: 'base/web.yaml', before: `replicas: 1 # few${note}\n`, after: `replicas: 2 # few${note}\n` },
    ],
    roots,
    expected: new Map(
      roots.map(({ folder }) => [
        folder,
        { before: [web(1, note)], after: [web(2, note)], fixes: [[newFix().id]] },
      ]),
    ),
  });
}

function reportOf(plan = planWith(), secrets: Secrets = NO_SECRETS) {
  return {
    version: '1.2.3',
    plan,
    findings: plan.fixes,
    secrets,
    kustomizations: () => [
      {
        path: 'overlays/dev',
        kind: 'root' as const,
        reason: null,
        uses: [{ path: 'base', component: false }],
      },
      { path: 'base', kind: 'base' as const, reason: null, uses: [] },
    ],
  };
}

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(1)">'`;

test('the hunk of a file stands beside what it changes in the render, for the environments in which it does', () => {
  const page = scanHtml(reportOf());
  expect(page).toContain('<del>-replicas: <b>1</b> # few\n</del><ins>+replicas: <b>2</b> # few\n</ins>');
  expect(page).toContain('Deployment/web <span class="quiet">rendered in dev and production</span>');
  expect(page).toContain('<del>-  replicas: <b>1</b>\n</del><ins>+  replicas: <b>2</b>\n</ins>');
});

test('a finding says what it can be filtered by, and leads to its change', () => {
  const page = scanHtml(reportOf());
  expect(page).toContain('data-severity="critical"');
  expect(page).toContain('data-environment="dev\nproduction"');
  expect(page).toContain('data-workload="Deployment/web"');
  expect(page).toContain('<a href="#change-0"><code>base/web.yaml</code></a>');
  expect(page).toContain('runs as UID 10001');
});

test('doubts, and what is left of a fix that cannot be written, are said', () => {
  const page = scanHtml(
    reportOf(
      planWith({ status: 'unsafe', safety: 'unsafe', doubts: ['nobody has tried'], reason: 'too bold' }),
    ),
  );
  expect(page).toContain('<li>nobody has tried</li>');
  expect(page).toContain('too bold');
});

test('nothing of a repository becomes a tag, an attribute or a script', () => {
  const fix = newFix();
  const page = scanHtml(
    reportOf(
      planWith(
        {
          message: HOSTILE,
          brief: HOSTILE,
          reason: HOSTILE,
          doubts: [HOSTILE],
          environments: [HOSTILE],
          evidence: [{ kind: 'config', at: HOSTILE, says: HOSTILE }],
          places: [{ file: HOSTILE, kind: 'source' }],
          subject: { ...fix.subject, name: HOSTILE, kind: HOSTILE, field: HOSTILE, at: HOSTILE },
        },
        HOSTILE,
      ),
    ),
  );
  expect(page.match(/<script>/g)).toHaveLength(1);
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  // Outside of quotes no tag has an attribute of theirs.
  expect(page.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*onerror/);
});

test('the policy of the page lets in its own script and style and nothing else, and nothing is loaded', () => {
  const page = scanHtml(reportOf());
  const between = (name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page)![1]!;
  const hash = (text: string) => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
  const none = '&#39;none&#39;';
  expect(page).toContain(
    `content="default-src ${none}; style-src ${hash(between('style'))}; script-src ${hash(between('script'))}; base-uri ${none}; form-action ${none}"`,
  );
  expect(page).not.toMatch(/\s(?:src|style|on\w+)="|<link|@import|url\(|<iframe/);
  expect([...page.matchAll(/href="([^"]*)"/g)].filter(([, to]) => !to!.startsWith('#'))).toEqual([]);
});

test('a secret is hidden before a line is marked word by word', () => {
  const secrets = { ...NO_SECRETS, mask: newMask(finderOf(['pa55 w0rd<x>9'])) };
  const page = scanHtml(reportOf(planWith({ message: 'says pa55 w0rd<x>9' }, ' pa55 w0rd<x>9'), secrets));
  expect(page).toContain('says ***');
  expect(page).not.toContain('pa55');
  expect(page).not.toContain('w0rd');
});

test('a kustomization has the colour of the worst finding in it', () => {
  const page = scanHtml(reportOf());
  expect(page).toContain('<g class="root critical"><title>overlays/dev: 1 finding, worst critical</title>');
  expect(page).toContain('<g class="base critical"><title>base: 1 finding, worst critical</title>');
});

test('characters that turn or hide text are shown, and quotes end no attribute', () => {
  expect(escaped('a\u202e"\'&<')).toBe('a\\u202e&quot;&#39;&amp;&lt;');
  expect(html`<p title="${'"x'}">${['<', html`<b>${'>'}</b>`]}${undefined}</p>`.markup).toBe(
    '<p title="&quot;x">&lt;<b>&gt;</b></p>',
  );
});

test.each([
  ['lines that have nothing in common', ['-a: 1', '+b: 2'], '<del>-a: 1\n</del><ins>+b: 2\n</ins>'],
  ['fewer lines than before', ['-a', '-b', '+a'], '<del>-a\n</del><del>-b\n</del><ins>+a\n</ins>'],
  [
    'an addition between lines that stay',
    ['@@ -1 +1 @@', ' a', '+b'],
    '<span class="range">@@ -1 +1 @@\n</span><span class="same"> a\n</span><ins>+b\n</ins>',
  ],
])('%s', (_, lines, expected) => {
  expect(diffMarkup(lines).markup).toBe(`<pre class="diff" tabindex="0">${expected}</pre>`);
});

test('json has all that the page shows', () => {
  const json = JSON.parse(scanJson(reportOf()));
  expect(reportSchema().parse(json)).toEqual(json);
  expect(json.renders).toEqual([
    {
      object: 'Deployment/web',
      change: 'changed',
      roots: ['overlays/dev', 'overlays/production'],
      findings: ['0123456789ab'],
      lines: expect.arrayContaining(['-  replicas: 1', '+  replicas: 2']),
    },
  ]);
  expect(json.kustomizations).toHaveLength(2);
  expect(json.findings[0].brief).toBe('may run as root');
});
