import type { Fix } from '../../src/plan/model/result.ts';
import { hiddenChanges, printDiff } from '../../src/report/diff/diff.ts';
import { newFix, newPlan } from './fixture.ts';

const HIDE = { secrets: 'hide' } as const;
const SHOW = { secrets: 'show' } as const;

describe('printDiff', () => {
  test('each fix stands before the file that it changes, in one line for each transform', () => {
    expect(printDiff(newPlan(), HIDE)).toBe(`# security-context: may run as root [012345]
diff --git a/base/web.yaml b/base/web.yaml
--- a/base/web.yaml
+++ b/base/web.yaml
@@ -1,1 +1,2 @@
 a: 1
+b: 2
`);
  });

  test('a verbose comment says of each fix what speaks for it', () => {
    expect(
      printDiff(newPlan(), { ...HIDE, isVerbose: true })
        .split('\n')
        .slice(0, 2),
    ).toEqual([
      '# security-context 0123456789ab: Deployment/web: container web runs as root (kustomend.yaml:3:',
      '#   runs as UID 10001)',
    ]);
  });

  test('equal faults of a file are counted, unsafe ones apart', () => {
    const label = (name: string, over: Partial<Fix> = {}) =>
      newFix({
        id: `${name}2345678901`,
        transform: 'recommended-labels',
        brief: 'no part-of',
        subject: { ...newFix().subject, kind: 'Service', name, container: undefined },
        ...over,
      });
    const fixes = [
      label('a'),
      label('b'),
      label('c', { brief: 'no name' }),
      label('d', { safety: 'unsafe' }),
    ];
    expect(printDiff(newPlan({ fixes }), HIDE).split('\n').slice(0, 2)).toEqual([
      '# recommended-labels, unsafe: no part-of [d23456]',
      '# recommended-labels: no part-of on 2 objects, no name [a23456 b23456 c23456]',
    ]);
  });

  test('a comment begins with what is riskiest: unsafe before safe, and the worst fault of each', () => {
    const fix = (name: string, over: Partial<Fix>) => newFix({ id: `${name}00000000000`, ...over });
    const label = { transform: 'recommended-labels', severity: 'low', brief: 'no name' } as const;
    const fixes = [
      fix('a', { ...label }),
      fix('b', { brief: `no seccomp profile${'.'.repeat(60)}`, rank: 5, safety: 'unsafe' }),
      fix('c', { brief: 'may escalate', rank: 3 }),
      fix('d', { brief: 'may run as root', rank: 1, safety: 'unsafe' }),
    ];
    expect(printDiff(newPlan({ fixes }), HIDE).split('\n').slice(0, 3)).toEqual([
      '# security-context, unsafe: may run as root and 1 more [d00000 and 1 more]',
      '# security-context: may escalate [c00000]',
      '# recommended-labels: no name [a00000]',
    ]);
  });

  test('a comment keeps to a line of 100 columns, and says how much it leaves out', () => {
    const fixes = Array.from({ length: 9 }, (_, i) =>
      newFix({ id: `${i}00000000000`, brief: `needs a long explanation of fault number ${i}` }),
    );
    expect(printDiff(newPlan({ fixes }), HIDE).split('\n')[0]).toBe(
      '# security-context: needs a long explanation of fault number 0 and 8 more [000000 and 8 more]',
    );
    const [line = ''] = printDiff(newPlan({ fixes: [newFix({ brief: 'x'.repeat(200) })] }), HIDE).split('\n');
    expect(line).toHaveLength(100);
    expect(line).toMatch(/x\.\.\. \[012345\]$/);
  });

  test('objects that have to be deleted before a change can be applied are named', () => {
    const job = (name: string, doubt: string) =>
      newFix({ safety: 'unsafe', subject: { ...newFix().subject, kind: 'Job', name }, doubts: [doubt] });
    const fixes = [
      job('migrate', 'the pod template of a Job is immutable: it has to be deleted and created again'),
      job('seed', 'whether seed writes to its disk is not known'),
    ];
    expect(printDiff(newPlan({ fixes }), HIDE).split('\n')[1]).toBe(
      '# Job migrate: delete before applying, it cannot be changed in place',
    );
  });

  test('a secret in a comment is hidden before the comment is cut', () => {
    const known = {
      find: () => [],
      mask: (text: string) => text.replaceAll('correct horse 9', '***'),
      files: new Set<string>(),
    };
    const brief = `${'x'.repeat(60)} correct horse 9`;
    const [line = ''] = printDiff(newPlan({ fixes: [newFix({ brief })] }), { ...HIDE, known }).split('\n');
    expect(line).not.toContain('correct');
  });

  test('a new file has the headers that git wants', () => {
    const text = printDiff(newPlan({ changes: [{ path: 'pdb.yaml', before: null, after: 'a: 1\n' }] }), HIDE);
    expect(text).toContain('new file mode 100644\n--- /dev/null\n+++ b/pdb.yaml\n@@ -0,0 +1,1 @@\n+a: 1\n');
  });

  test('a message cannot break out of its comment', () => {
    const text = printDiff(newPlan({ fixes: [newFix({ brief: 'evil\n--- a/x\n\u001b[2J' })] }), HIDE);
    expect(text.split('\n')[0]).toContain('evil --- a/x [2J');
    expect(text.split('\n')[1]).toMatch(/^diff --git/);
  });

  test('a file is left out when all that it changes stands at a secret, with one line that says so', () => {
    const before = 'kind: Secret\nmetadata:\n  name: a\nstringData:\n  key: hunter2\n';
    const plan = newPlan({ changes: [{ path: 'secret.yaml', before, after: `${before}type: Opaque\n` }] });
    expect(printDiff(plan, HIDE)).toBe(
      '# left out: the change of secret.yaml shows a secret; --output FILE holds it\n',
    );
    expect(hiddenChanges(plan)).toEqual([{ path: 'secret.yaml', isWhole: true, fixes: [] }]);
    expect(printDiff(plan, SHOW)).toContain('hunter2');
  });

  test('a file that holds values of a Secret is left out, whatever it looks like', () => {
    const places = [{ file: 'web.env', kind: 'in-place', secret: true }] as const;
    const changes = [{ path: 'web.env', before: 'MODE=fast\n', after: 'MODE=slow\n' }];
    const plan = newPlan({ changes, fixes: [newFix({ places })] });
    expect(hiddenChanges(plan)).toEqual([{ path: 'web.env', isWhole: true, fixes: ['012345'] }]);
    expect(printDiff(plan, SHOW)).toContain('+MODE=slow');
  });

  test('a secret far from the change hides nothing', () => {
    const far = 'x: 1\n'.replace('x', 'a') + Array.from({ length: 9 }, (_, i) => `k${i}: 1\n`).join('');
    const before = `${far}password: hunter2\n`;
    const plan = newPlan({ changes: [{ path: 'a.yaml', before, after: `new: 1\n${before}` }] });
    expect(hiddenChanges(plan)).toEqual([]);
    expect(printDiff(plan, HIDE)).not.toContain('hunter2');
  });

  test('beside a secret the other changes of the file are shown, and lines around them as far as they may be', () => {
    const lines = (...more: string[]) => `${['a: 1', 'b: 1', ...more, 'c: 1', 'd: 1', 'e: 1'].join('\n')}\n`;
    const before = lines('password: hunter2', 'x: 1', 'y: 1');
    const after = `${lines('password: hunter3', 'x: 1', 'new: 1', 'y: 1')}f: 1\n`;
    const plan = newPlan({ changes: [{ path: 'base/web.yaml', before, after }] });
    expect(printDiff(plan, HIDE)).toBe(`# security-context: may run as root [012345]
# left out: 1 part of the change of base/web.yaml shows a secret; --output FILE holds it
diff --git a/base/web.yaml b/base/web.yaml
--- a/base/web.yaml
+++ b/base/web.yaml
@@ -4,5 +4,7 @@
 x: 1
+new: 1
 y: 1
 c: 1
 d: 1
 e: 1
+f: 1
`);
    expect(hiddenChanges(plan)).toEqual([{ path: 'base/web.yaml', isWhole: false, fixes: ['012345'] }]);
  });
});
