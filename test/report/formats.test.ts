import { DELETED_FIRST } from '../../src/kubernetes/pod-templates.ts';
import { scanGithub } from '../../src/report/formats/github.ts';
import { scanJson } from '../../src/report/formats/json.ts';
import { previewMarkdown, scanMarkdown } from '../../src/report/formats/markdown.ts';
import { reportSchema } from '../../src/report/formats/report-schema.ts';
import { scanSarif } from '../../src/report/formats/sarif.ts';
import { scanText } from '../../src/report/formats/text.ts';
import { incomplete } from '../../src/report/overview/verdict.ts';
import { NO_SECRETS } from '../../src/report/secrets/secrets.ts';
import { PLAIN } from '../../src/report/words/colors.ts';
import { inOrder } from '../../src/report/words/findings.ts';
import { oneLine } from '../../src/report/words/words.ts';
import { newFix, newPlan, newRoot } from './fixture.ts';

const plan = newPlan({
  fixes: [
    newFix(),
    newFix({
      id: 'b',
      status: 'person',
      reason: 'which user?',
      severity: 'low',
      subject: {
        kind: 'Job',
        name: 'j',
        namespaces: [],
        container: undefined,
        field: '',
        at: 'a.yaml:3',
      },
    }),
    newFix({ id: 'c', status: 'ignored', reason: 'kustomend.yaml:9' }),
  ],
});
const report = {
  version: '1.2.3',
  plan,
  findings: plan.fixes.filter(fix => fix.status !== 'ignored'),
  secrets: NO_SECRETS,
  kustomizations: () => [],
};

const AS_TEXT = { colors: PLAIN, mask: (text: string) => text };

describe('scan', () => {
  test('text: by file, with what becomes of each finding and its id', () => {
    expect(scanText(report, AS_TEXT)).toBe(`a.yaml
  3  low  security-context  needs an answer  b  may run as root (j)
base/web.yaml
  7  critical  security-context  fixable  012345  may run as root (web)
2 findings: 1 fixable, 0 need --unsafe, 1 needs an answer
`);
  });

  test('text: equal findings of a file are one line, and no line is longer than 100 columns', () => {
    const label = (name: string) =>
      newFix({
        id: `${name}2345678901`,
        brief: 'no part-of',
        subject: { ...newFix().subject, kind: 'Service', name, container: undefined },
      });
    const long = newFix({ id: 'f00000000000', brief: `${'word '.repeat(30)}end` });
    const [, equal = '', ...others] = scanText(
      { ...report, findings: [label('a'), label('b'), long] },
      AS_TEXT,
    ).split('\n');
    expect(equal).toBe('  7  critical  security-context  fixable  a23456 +1  no part-of on 2 objects');
    expect(Math.max(...others.map(line => line.length))).toBeLessThanOrEqual(100);
    // What is wrong is never cut.
    expect(others.join(' ').replaceAll(/ +/g, ' ')).toContain(`${'word '.repeat(30)}end`);
    const findings = [label('a'), label('b')];
    const apart = scanText({ ...report, findings }, { ...AS_TEXT, fixableOf: findings });
    expect(apart).toMatch(/ a23456 .*\n.* b23456 /);
    expect(scanText({ ...report, findings: [] }, { ...AS_TEXT, fixableOf: findings })).toBe(
      'nothing that kustomend fix would write, of 2 findings: 2 fixable, 0 need --unsafe, 0 need an answer\n',
    );
  });

  test('what others release, and a Job that is there, have a line for all that is found', () => {
    const findings = [
      newFix({ id: 'a', status: 'unsafe', upstream: 'release v1.13, by its name' }),
      newFix({ id: 'b', status: 'person', upstream: 'release v1.13, by its name' }),
    ];
    const [, line] = scanText({ ...report, findings }, AS_TEXT).split('\n');
    expect(line).toBe(
      '  2 findings, worst critical, in what is release v1.13, by its name; --unsafe patches 1',
    );
    const subject = { ...newFix().subject, kind: 'Job', name: 'once' };
    const doubts = [`the pod template of a Job is immutable: ${DELETED_FIRST}`];
    const of = (id: string) => newFix({ id, status: 'unsafe', doubts, subject });
    expect(scanText({ ...report, findings: [of('c'), of('d')] }, AS_TEXT).split('\n')[1]).toContain(
      '2 findings on Job once: recreate it to have them taken (--unsafe)',
    );
  });

  test('text, verbose: a paragraph for each finding, with what speaks for it', () => {
    const text = scanText({ ...report, findings: [newFix()] }, { ...AS_TEXT, isVerbose: true });
    expect(text).toBe(`base/web.yaml:7: critical security-context [0123456789ab]
    container web runs as root
    Deployment/web spec.template.spec.securityContext in overlays/production
    kustomend.yaml:3: runs as UID 10001
    fixable
1 finding: 1 fixable, 0 need --unsafe, 0 need an answer
`);
  });

  test('text, verbose: where it is stands alone where all would be too long for a line', () => {
    const at = `${'folder/'.repeat(12)}web.yaml:7`;
    const fix = newFix({ subject: { ...newFix().subject, at } });
    const text = scanText({ ...report, findings: [fix] }, { ...AS_TEXT, isVerbose: true });
    expect(text).toMatch(`${at}:\n    critical security-context [0123456789ab]\n`);
  });

  test('json: versioned, exempt findings apart', () => {
    const json = JSON.parse(scanJson(report));
    expect(json.version).toBe(1);
    expect(json.findings.map((finding: { id: string }) => finding.id)).toEqual(['b', '0123456789ab']);
    expect(json.exempt.map((finding: { id: string }) => finding.id)).toEqual(['c']);
    expect(json.roots[0]).toMatchObject({ path: 'overlays/production', state: 'evaluated' });
    expect(json.changes).toEqual([
      {
        path: 'base/web.yaml',
        new: false,
        findings: ['0123456789ab'],
        hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 2, lines: [' a: 1', '+b: 2'] }],
        hidden: 0,
      },
    ]);
    expect(reportSchema().parse(json)).toEqual(json);
  });

  test('sarif: stable rule and fingerprint, relative location', () => {
    const docs = { why: 'because', risk: 'none', links: ['https://example.com'], sameAs: [] };
    const rule = {
      id: 'security-context',
      title: 'No root',
      severity: 'critical',
      group: 'security',
      docs,
    } as const;
    const log = JSON.parse(scanSarif(report, [rule]));
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    expect(run.tool.driver.rules).toHaveLength(1);
    expect(run.results[1]).toMatchObject({
      ruleId: 'security-context',
      ruleIndex: 0,
      level: 'error',
      partialFingerprints: { 'kustomendFix/v1': '0123456789ab' },
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'base/web.yaml' }, region: { startLine: 7 } } },
      ],
    });
  });

  test('sarif: a fix that is alone in its files is one that a reader can take', () => {
    const before = 'a: 1\nb: 2\nc: 3\n';
    const alone = newPlan({
      changes: [{ path: 'base/web.yaml', before, after: 'a: 1\nb: 3\nx: 1\nc: 3\nd: 4\n' }],
    });
    const fixesOf = (of: typeof alone) => {
      const log = JSON.parse(scanSarif({ ...report, plan: of, findings: of.fixes }, []));
      return log.runs[0].results[0].fixes;
    };
    expect(fixesOf(alone)[0].artifactChanges).toEqual([
      {
        artifactLocation: { uri: 'base/web.yaml', uriBaseId: '%SRCROOT%' },
        replacements: [
          {
            deletedRegion: { startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 },
            insertedContent: { text: 'b: 3\nx: 1\n' },
          },
          {
            deletedRegion: { startLine: 4, startColumn: 1, endLine: 4, endColumn: 1 },
            insertedContent: { text: 'd: 4\n' },
          },
        ],
      },
    ]);
    const created = newPlan({ changes: [{ path: 'base/web.yaml', before: null, after: 'a: 1\n' }] });
    expect(fixesOf(created)[0].artifactChanges[0].replacements).toEqual([
      {
        deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
        insertedContent: { text: 'a: 1\n' },
      },
    ]);
    expect(fixesOf({ ...alone, fixes: [newFix(), newFix({ id: 'x' })] })).toBeUndefined();
  });

  describe('a new file, and the entry that lists it', () => {
    const list = 'base/kustomization.yaml';
    const fixOf = (id: string, file: string) =>
      newFix({ id, places: [{ file, kind: 'new-file', with: [list] }] });
    const created = (file: string) => ({ path: file, before: null, after: 'a: 1\n' });
    const listed = { path: list, before: 'resources:\n', after: 'resources:\n- pdb.yaml\n' };
    const pdb = fixOf('pdb', 'base/pdb.yaml');
    const one = newPlan({ fixes: [pdb], changes: [listed, created('base/pdb.yaml')] });
    const two = newPlan({
      fixes: [pdb, fixOf('quota', 'base/quota.yaml')],
      changes: [listed, created('base/pdb.yaml'), created('base/quota.yaml')],
    });

    test('json: each change names the fixes that it is made of', () => {
      const json = JSON.parse(scanJson({ ...report, plan: two, findings: two.fixes }));
      expect(json.changes.map((change: { findings: string[] }) => change.findings)).toEqual([
        ['pdb', 'quota'],
        ['pdb'],
        ['quota'],
      ]);
      expect(reportSchema().parse(json)).toEqual(json);
    });

    test('sarif: the fix holds both, and there is none where the entry is not its own', () => {
      const fixesOf = (of: typeof one) =>
        JSON.parse(scanSarif({ ...report, plan: of, findings: of.fixes }, [])).runs[0].results[0].fixes;
      const uris = fixesOf(one)[0].artifactChanges.map(
        (change: { artifactLocation: { uri: string } }) => change.artifactLocation.uri,
      );
      expect(uris).toEqual(['base/pdb.yaml', list]);
      expect(fixesOf(two)).toBeUndefined();
    });
  });

  test('github: one workflow command per finding, escaped', () => {
    const evil = newFix({
      message: '100% wrong\n::error::x',
      subject: { ...newFix().subject, at: 'a,b:1.yaml:4' },
    });
    expect(scanGithub({ ...report, findings: [evil] })).toBe(
      '::error file=a%2Cb%3A1.yaml,line=4,title=kustomend security-context::Deployment/web: 100%25 wrong ::error::x (fixable)\n',
    );
  });

  const many = (number: number) =>
    Array.from({ length: number }, (_, index) =>
      newFix({ id: `f${index}`, severity: index === number - 1 ? 'critical' : 'low', message: `m${index}.` }),
    );

  test('github: the ten worst, and how many there are besides', () => {
    const lines = scanGithub({ ...report, findings: many(14) })
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^::error .*m13\./);
    expect(lines.at(-1)).toBe('::notice title=kustomend::and 4 findings more: kustomend scan lists all');
  });

  test('markdown: the worst first, as many as a comment holds', () => {
    const text = scanMarkdown({ ...report, findings: many(2000) });
    expect(text.length).toBeLessThan(60_000);
    expect(text.indexOf('m1999.')).toBeLessThan(text.indexOf('m0.'));
    const rows = text.split('\n').filter(line => line.startsWith('| low |')).length;
    expect(text).toContain(`And ${2000 - 1 - rows} findings more`);
    const few = { ...report, findings: many(3) };
    expect(previewMarkdown(few, '+a\n')).toContain('```diff\n+a\n```');
    expect(previewMarkdown(few, '+a\n'.repeat(30_000))).toContain('The diff has 30000 lines');
  });

  test('markdown: cells cannot be broken', () => {
    const text = scanMarkdown({ ...report, findings: [newFix({ message: 'a | b <script>' })] });
    expect(text).toContain('a \\| b \\<script\\>');
  });

  test('every format has the same order: file, line, id', () => {
    const at = (line: number, id: string) =>
      newFix({ id, subject: { ...newFix().subject, at: `a.yaml:${line}` } });
    expect(inOrder([at(10, 'x'), at(9, 'z'), at(9, 'y')]).map(fix => fix.id)).toEqual(['y', 'z', 'x']);
  });
});

describe('incomplete', () => {
  const failed = newRoot({ folder: 'old', state: 'failed' });

  test('a root that kustomize cannot build either is no matter, unless it is named or all there is', () => {
    expect(incomplete(newPlan({ roots: [newRoot(), failed] }), [])).toEqual([]);
    expect(incomplete(newPlan({ roots: [newRoot(), failed] }), ['old'])).toHaveLength(1);
    expect(incomplete(newPlan({ roots: [failed] }), [])).toHaveLength(1);
  });

  test('a root that only we cannot evaluate', () => {
    expect(
      incomplete(newPlan({ roots: [newRoot(), newRoot({ folder: 'x', state: 'out-of-scope' })] }), []),
    ).toHaveLength(1);
  });

  test('a root of which all is out of sight is no matter, unless it is named or all there is', () => {
    const remote = newRoot({ folder: 'far', state: 'out-of-sight', reason: 'remote resource example' });
    expect(incomplete(newPlan({ roots: [newRoot(), remote] }), [])).toEqual([]);
    expect(incomplete(newPlan({ roots: [newRoot(), remote] }), ['far'])).toHaveLength(1);
    expect(incomplete(newPlan({ roots: [remote] }), [])).toHaveLength(1);
  });

  test('a fix that the proof refused, but not one that has no place', () => {
    const withdrawn = (reason: string) => newPlan({ fixes: [newFix({ status: 'withdrawn', reason })] });
    expect(incomplete(withdrawn('the proof failed in a: b'), [])).toHaveLength(1);
    expect(incomplete(withdrawn('a.yaml is generated'), [])).toEqual([]);
  });
});

describe('oneLine', () => {
  test('no control characters, no credentials of URLs', () => {
    expect(oneLine('a\u001b[31m\nb\u202e amqp://app:hunter2@mq/v')).toBe('a [31m b amqp://app:***@mq/v');
  });
});
