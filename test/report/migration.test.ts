/** Steps as they are listed, mailed and left to people. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepsOf } from '../../src/migration/steps.ts';
import { titleOf, titleOfNew, titleWith } from '../../src/migration/titles.ts';
import { bodyOf } from '../../src/report/migration/body.ts';
import { checklist } from '../../src/report/migration/checklist.ts';
import { mailName, mailOf } from '../../src/report/migration/mail.ts';
import { stepsText } from '../../src/report/migration/steps-text.ts';
import { PLAIN } from '../../src/report/words/colors.ts';
import { subjectText } from '../../src/report/words/words.ts';
import { transforms } from '../../transforms/index.ts';
import { newFix, newPlan, newRoot } from './fixture.ts';

const MANY = transforms.map(({ id }, index) =>
  newFix({ id: String(index).padStart(12, '0'), transform: id }),
);

function listed(fixes = MANY, screen?: { columns: number; rows: number }, isVerbose = false): string[] {
  const plan = newPlan({ fixes });
  const steps = stepsOf(plan, { transforms, ownersOf: () => ['@shop/platform'], mostFiles: 20 });
  const context = {
    screen,
    mask: (text: string) => text,
    command: 'kustomend migrate',
    args: '',
    isVerbose,
  };
  return stepsText(plan, steps, context, PLAIN).trimEnd().split('\n');
}

test('a list fits a screen, and says how many steps do not', () => {
  const lines = listed(MANY, { columns: 80, rows: 24 });
  expect(lines.length).toBeLessThan(24);
  expect(lines.filter(line => line.length > 80)).toEqual([]);
  expect(lines.join('\n')).toMatch(/^and \d+ more steps \(-v lists all\)$/m);
  expect(listed(MANY).filter(line => line.includes('@shop/platform'))).toHaveLength(MANY.length);
});

test('on request each step has its fixes and its files, whatever room there is', () => {
  const lines = listed(MANY, { columns: 80, rows: 24 }, true);
  const said = lines.join(' ').replace(/ +/g, ' ');
  for (const { id, transform, subject, brief } of MANY)
    expect(said).toContain(`${id} ${transform}: ${subjectText(subject)}: ${brief}`);
  expect(lines.filter(line => line.length > 80)).toEqual([]);
});

test('where no step is left, what people decide is', () => {
  expect(listed([newFix({ status: 'unsafe' })])).toEqual([
    'no step is left',
    'in no step: 1 needs --unsafe (kustomend migrate --checklist FILE writes it down)',
  ]);
  expect(listed([])).toEqual(['nothing to migrate: nothing found', 'nothing is left for people to decide']);
});

test('git am takes a letter, whatever the text is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-mail-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  try {
    const before = 'a: 1\r\nb: é\r\n';
    writeFileSync(join(folder, 'a.yaml'), before);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'files');
    const after = 'a: 1\r\nc: 2\r\nb: é';
    const letter = {
      number: 3,
      of: 12,
      title: 'probes: Containers have probes, and probes have patience',
      lines: ['- Deployment/web: größer'],
      changes: [
        { path: 'a.yaml', before, after },
        { path: 'new/b.yaml', before: null, after: 'From here on\n---\nd: 4\n' },
      ],
    };
    const sender = { author: 'Ann <ann@example.com>', at: new Date(1_700_000_000_000), version: '1.2.3' };
    const name = mailName(letter);
    expect(name).toBe('0003-probes-containers-have-probes-and-probes-have-patien.patch');
    writeFileSync(join(folder, name), mailOf(letter, sender));
    git('am', '-q', '--keep-cr', name);
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(after);
    expect(readFileSync(join(folder, 'new/b.yaml'), 'utf8')).toBe('From here on\n---\nd: 4\n');
    expect(git('log', '-1', '--format=%an %ae %at%n%B')).toBe(
      `Ann ann@example.com 1700000000\n${letter.title}\n\n${letter.lines[0]}\n\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('git am -3 merges a letter into what somebody has changed since', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-mail-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      stdio: 'pipe',
    });
  const file = join(folder, 'a.yaml');
  const before = 'a: 1\nb: 2\nc: 3\n';
  try {
    git('init', '-q');
    writeFileSync(file, before);
    git('add', '-A');
    git('commit', '-qm', 'files');
    const changes = [{ path: 'a.yaml', before, after: `${before}d: 4\n` }];
    const letter = { number: 1, of: 1, title: 'd', lines: ['- d'], changes };
    writeFileSync(
      join(folder, 'd.patch'),
      mailOf(letter, { author: 'Ann <ann@example.com>', at: new Date(0), version: '1.2.3' }),
    );
    writeFileSync(file, before.replace('a: 1', 'a: 5'));
    git('commit', '-qam', 'meanwhile');
    git('am', '-3', 'd.patch');
    expect(readFileSync(file, 'utf8')).toBe('a: 5\nb: 2\nc: 3\nd: 4\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a checklist has what people decide by environment and owner, equal doubts once', () => {
  const roots = [
    newRoot(),
    newRoot({ folder: 'overlays/dev', environment: { name: 'dev', tier: 'development' } }),
  ];
  const risky = (id: string, name: string, root = 'overlays/production') =>
    newFix({
      id,
      status: 'unsafe',
      roots: [root],
      subject: { ...newFix().subject, name, at: `${name}/a.yaml:3` },
      doubts: ['nobody has seen it run as another user'],
    });
  const text = checklist(
    newPlan({
      roots,
      fixes: [
        risky('aaaaaaaaaaaa', 'web'),
        risky('bbbbbbbbbbbb', 'web2'),
        risky('cccccccccccc', 'api'),
        risky('dddddddddddd', 'web', 'overlays/dev'),
        newFix({ id: 'eeeeeeeeeeee' }),
        newFix({ id: 'ffffffffffff', status: 'person', lookups: ['docker.io/library/nginx:1.27'] }),
      ],
    }),
    {
      ownersOf: path => (path.startsWith('api/') ? ['@shop/api'] : []),
      argsOf: { fix: ' apps', pin: ' apps' },
    },
  );
  expect(text.slice(text.indexOf('\n## '))).toBe(`
## production

- [ ] digests of 1 image, which a registry knows: \`kustomend pin --write apps\`
- [ ] **security-context** (critical): may run as root (Deployment/web and Deployment/web2 web)
  - nobody has seen it run as another user
  - \`kustomend fix apps --id aaaaaa bbbbbb\`

### &#64;shop/api

- [ ] **security-context** (critical): may run as root (Deployment/api web)
  - nobody has seen it run as another user
  - \`kustomend fix apps --id cccccc\`

## dev

- [ ] **security-context** (critical): may run as root (Deployment/web)
  - nobody has seen it run as another user
  - \`kustomend fix apps --id dddddd\`
`);
});

test('a commit names the environments of a fix that not all have, what it rests on and its id', () => {
  const roots = [newRoot(), newRoot({ folder: 'overlays/dev' })];
  const fixes = [newFix({ roots: ['overlays/dev'], environments: ['dev'] }), newFix({ id: 'ffffffffffff' })];
  const body = (fix: (typeof fixes)[number]) => bodyOf({ roots, fixes: [fix] }, text => text);
  expect(body(fixes[0]!)).toEqual([
    'Towards: Containers run without root.',
    '',
    '- Deployment/web in dev: container web runs as root (by',
    '  kustomend.yaml:3, fix 012345)',
  ]);
  const everywhere = { ...fixes[1]!, roots: roots.map(({ folder }) => folder) };
  expect(body(everywhere).join(' ')).toContain('- Deployment/web: container web runs as root');
  expect(body({ ...fixes[0]!, message: 'word '.repeat(60) }).filter(line => line.length > 72)).toEqual([]);
});

test('titles say how much is done, name what is new, and fit a line of git', () => {
  const other = newFix({ subject: { ...newFix().subject, name: 'api' } });
  expect(titleOf('probes', [newFix(), newFix(), other])).toBe('probes: 3 fixes in 2 Deployments');
  const made = [
    newFix({ creates: ['NetworkPolicy'] }),
    newFix({ creates: ['NetworkPolicy'] }),
    newFix({ creates: ['Service'] }),
  ];
  expect(titleOfNew(made)).toBe('kustomend: add 2 NetworkPolicies and 1 Service');
  expect(titleWith('probes: 3 fixes', [`@shop/${'team'.repeat(20)}`], '1 of 2')).toBe(
    'probes: 3 fixes (1 of 2)',
  );
});
