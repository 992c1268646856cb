import { explainFixes } from '../../src/report/explain/explain-fix.ts';
import securityContext from '../../transforms/security-context/index.ts';
import { newFix } from './fixture.ts';

const OPTIONS = { documented: () => securityContext, mask: (text: string) => text };

const explained = (over: Parameters<typeof newFix>[0]) => explainFixes([{ fix: newFix(over) }], OPTIONS);

test.each([
  ['planned', 'safe', 'critical, fixable, restarts pods'],
  ['unsafe', 'unsafe', 'critical, needs --unsafe, restarts pods'],
  // What follows from another unsafe fix is found by a plan with the flag, and planned there.
  ['planned', 'unsafe', 'critical, needs --unsafe, restarts pods'],
  ['person', 'unsafe', 'critical, needs an answer, restarts pods'],
] as const)('%s and %s: %s', (status, safety, line) => {
  expect(explained({ status, safety }).split('\n')[1]).toBe(line);
});

test('the fault, the fix and the doubt stand apart: nobody reads a fix as done', () => {
  const doubts = ['whether web uses it is not known'];
  const message =
    'pods hold a token. It is no longer mounted. Not without a look: whether web uses it is not known';
  expect(explained({ message, doubts, status: 'unsafe', safety: 'unsafe' })).toContain(
    '\nFault:\n  pods hold a token\nFix:\n  It is no longer mounted\nDoubt:\n  whether web uses it is not known\nAt:\n',
  );
});

test('where one would be written that waits is said', () => {
  const places = [{ file: 'base/web.yaml', kind: 'source' as const }];
  const fix = newFix({ status: 'unsafe', safety: 'unsafe', places: [] });
  expect(explainFixes([{ fix, places }], OPTIONS)).toContain(
    '\nWould be written to:\n  base/web.yaml, where the object is written\n',
  );
});

test('why it stands no lower, and who speaks against it', () => {
  const passedOver = [
    { place: 'base/web.yaml', reason: 'must not have it', against: ['dev', 'staging'] },
    {
      place: 'components/debug',
      reason: 'components/debug is a component with another purpose',
      against: [],
    },
    { place: 'base', reason: 'a patch is more than it is worth', against: [] },
  ];
  expect(explained({ passedOver })).toContain(`
Why not lower:
  base/web.yaml: dev, staging: must not have it
  components/debug is a component with another purpose
  base: a patch is more than it is worth
Evidence:
`);
  expect(explained({})).not.toContain('Why not lower');
});

test('of many reasons five are said, and no line is longer than a hundred columns', () => {
  const passedOver = Array.from({ length: 7 }, (_, i) => ({
    place: `base/${i}`,
    reason: 'a patch is more than it is worth',
    against: [],
  }));
  const subject = { ...newFix().subject, name: 'name-'.repeat(12), container: 'container-'.repeat(4) };
  const text = explained({ passedOver, subject });
  expect(text).toContain('  base/4: a patch is more than it is worth\n  and 2 more\nEvidence:\n');
  expect(text.split('\n').filter(line => line.length > 100)).toEqual([]);
});

test('of several what their transform says stands once, and of what nobody writes no risk', () => {
  const fixes = ['a', 'b'].map(letter => ({ fix: newFix({ id: letter.repeat(12) }) }));
  const text = explainFixes(fixes, OPTIONS);
  expect(text.match(/^Why:$/gm)).toHaveLength(1);
  const again = (command: string) => (command === 'fix' ? ' shop --preset complete' : ' shop');
  expect(explainFixes(fixes, { ...OPTIONS, again })).toContain(
    [
      'See its change:',
      '  kustomend --diff shop --id aaaaaaaaaaaa bbbbbbbbbbbb',
      'Take it:',
      '  kustomend fix shop --preset complete --id aaaaaaaaaaaa bbbbbbbbbbbb',
    ].join('\n'),
  );
  // A review takes it by a key.
  expect(text).not.toContain('Take it');
  expect(explained({ status: 'reported' })).not.toContain('Risk');
});

test('what others get as well can be had in the overlays alone', () => {
  const fix = newFix({ id: 'a'.repeat(12), environments: ['production'] });
  const again = (command: string) => (command === 'overlay' ? ' shop' : '');
  const text = explainFixes([{ fix, also: 'dev, which restarts' }], { ...OPTIONS, again });
  expect(text).toContain('\nWhy there:\n  it is the lowest place');
  expect(text).toContain(
    'alone (--write takes it):\n  kustomend overlay shop --env production --id aaaaaaaaaaaa\n',
  );
  const own = explainFixes([{ fix }], { ...OPTIONS, again });
  expect(own).not.toMatch(/Why there|overlay shop/);
});

test('places that say the same are named', () => {
  const subject = { ...newFix().subject, at: 'overlays/dev/kustomization.yaml:3' };
  const alsoAt = ['overlays/production/kustomization.yaml:3', 'overlays/staging/kustomization.yaml:3'];
  expect(explained({ subject: { ...subject, alsoAt } }).replaceAll(/\s+/g, ' ')).toContain(
    `and 2 more: ${alsoAt.join(', ')} In:`,
  );
});

test('how it is left out: entries, and a comment where one place says it', () => {
  const entries = [{ id: 'probes', resource: 'Deployment/web', reason: 'why: this' }];
  const fix = newFix();
  const leftOut = { entries, along: ['bbbbbbbbbbbb'] };
  const text = explainFixes([{ fix }], { ...OPTIONS, leftOut });
  expect(text).toContain(
    [
      'Leave it out, below ignore: in kustomend.yaml:',
      '  - id: probes',
      '    resource: Deployment/web',
      '    reason: "why: this"',
      '  which leaves out bbbbbbbbbbbb, too',
      `or by a comment above ${fix.subject.at}:`,
      `  # kustomend: ignore[${fix.transform}] why this is fine`,
    ].join('\n'),
  );
  const twice = { ...fix, subject: { ...fix.subject, alsoAt: ['base/other.yaml:1'] } };
  expect(explainFixes([{ fix: twice }], { ...OPTIONS, leftOut })).not.toContain('by a comment');
});

test('a message that has a reason of its own says that in place of the general one', () => {
  const why = 'What the API server refuses is not applied.';
  const text = explained({ status: 'reported', why });
  expect(text).toContain(`Why:\n  ${why}\n`);
  expect(text).not.toContain(securityContext.docs.why.slice(0, 20));
});

test('what is not said alike in all roots stands with its environments', () => {
  const variant = (environment: string, value: string, doubts: readonly string[] = []) => ({
    roots: [`overlays/${environment}`],
    environments: [environment],
    at: `overlays/${environment}/web.yaml:7`,
    message: `web has no memory limit. It gets ${value}${doubts.map(each => `. Not without a look: ${each}`).join('')}`,
    doubts,
  });
  const variants = [variant('dev', '256Mi'), variant('production', '1Gi', ['nobody has measured it'])];
  expect(explained({ variants, subject: { ...newFix().subject, field: 'limits' } })).toContain(`
Fault:
  web has no memory limit
Fix:
  It gets 256Mi (dev)
  It gets 1Gi (production)
Doubt:
  nobody has measured it (production)
At:
  overlays/dev/web.yaml:7 limits (dev)
  overlays/production/web.yaml:7 limits (production)
`);
});

test('what could not be looked at may want it too', () => {
  const text = explainFixes([{ fix: newFix() }], { ...OPTIONS, unread: ['staging'] });
  expect(text).toContain('\nNot looked at:\n  staging\n');
});
