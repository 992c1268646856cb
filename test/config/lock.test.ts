/** What the lock file says, what it must not say, and what becomes of its text. */
import { type Lock, lockEntry, readLock, withEntries } from '../../src/config/lock.ts';
import type { LockEntry } from '../../src/config/lock-schema.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const FILE = 'kustomend.lock.yaml';

function read(text: string) {
  return readLock(memoryFiles({ [FILE]: text }), { path: undefined });
}

function lockOf(text: string): Lock {
  const lock = read(text);
  if ('problems' in lock) throw new Error(JSON.stringify(lock.problems));
  return lock;
}

describe('reading', () => {
  test('digests, with what somebody has recorded of each', () => {
    const lock = lockOf(`version: 1
images:
  docker.io/library/a:1: {digest: "${DIGEST}", resolvedAt: 2026-01-01}
  docker.io/library/b:1:
    digest: ${DIGEST}
    platforms: [linux/amd64, linux/arm/v7]
    config: {user: '70', ports: [5432/tcp]}
`);
    const config = {
      platform: undefined,
      user: '70',
      ports: ['5432/tcp'],
      volumes: [],
      entrypoint: [],
      command: [],
      variables: [],
    };
    expect([...lock]).toEqual([
      ['docker.io/library/a:1', { digest: DIGEST, at: `${FILE}:3` }],
      [
        'docker.io/library/b:1',
        { digest: DIGEST, at: `${FILE}:4`, platforms: ['linux/amd64', 'linux/arm/v7'], config },
      ],
    ]);
  });

  test('it lies beside the configuration', () => {
    const files = memoryFiles({ 'deploy/kustomend.lock.yaml': 'version: 1\n' });
    expect(readLock(files, { path: 'deploy/kustomend.yaml' })).toEqual(new Map());
  });

  test.each([
    [
      'platforms: linux/amd64',
      'images.a:1.platforms: expected a list such as [linux/amd64], found "linux/amd64"',
    ],
    ['platforms: [amd64]', 'images.a:1.platforms.0: expected a list such as [linux/amd64], found "amd64"'],
    [
      'platforms: [linux/arm/v7/x]',
      'images.a:1.platforms.0: expected a list such as [linux/amd64], found "linux/arm/v7/x"',
    ],
    ['platform: [linux/amd64]', 'unknown key "platform", did you mean "platforms"?'],
    ['config: {user: 7}', "images.a:1.config.user: expected a text, such as '1000' or nginx, found 7"],
    ['resolvedAt: yesterday', 'images.a:1.resolvedAt: expected a day such as 2026-01-31, found "yesterday"'],
  ])('%s', (field, message) => {
    const lock = read(`version: 1\nimages:\n  a:1: {digest: "${DIGEST}", ${field}}\n`);
    expect(lock).toMatchObject({ problems: [{ file: FILE, line: 3, message }] });
  });

  test('another version, and a list in place of the images', () => {
    expect(read('version: 2\n')).toMatchObject({
      problems: [{ message: 'version: expected version: 1, found 2' }],
    });
    expect(read('version: 1\nimages: []\n')).toMatchObject({ problems: [{ line: 2 }] });
    expect(read('version: [\n')).toMatchObject({ problems: [{ file: FILE }] });
  });
});

describe('writing', () => {
  const entry: LockEntry = lockEntry(
    {
      digest: DIGEST,
      platforms: ['linux/amd64', 'linux/arm64/v8'],
      config: {
        platform: 'linux/amd64',
        user: '70',
        ports: ['5432/tcp'],
        volumes: ['/var/lib/postgresql/data'],
        entrypoint: ['docker-entrypoint.sh'],
        command: ['postgres'],
        variables: ['PATH', 'PGDATA'],
      },
    },
    '2026-11-29',
  );

  test('a new file is sorted, and says what it is', () => {
    const text = withEntries(
      undefined,
      new Map([
        ['docker.io/library/postgres:16', entry],
        ['a:1', { digest: OTHER }],
      ]),
    );
    expect(
      text,
    ).toBe(`# What tags stood for, as registries said: \`kustomend pin\` writes it, and fixes take digests from it.
version: 1
images:
  a:1:
    digest: ${OTHER}
  docker.io/library/postgres:16:
    digest: ${DIGEST}
    resolvedAt: "2026-11-29"
    platforms: [linux/amd64, linux/arm64/v8]
    config:
      platform: linux/amd64
      user: "70"
      ports: [5432/tcp]
      volumes: [/var/lib/postgresql/data]
      entrypoint: [docker-entrypoint.sh]
      command: [postgres]
      variables: [PATH, PGDATA]
`);
    expect(lockOf(text).get('docker.io/library/postgres:16')).toMatchObject({
      digest: DIGEST,
      config: { user: '70' },
    });
  });

  test('what an image says is data, whatever it says', () => {
    const nasty = [
      'a\nb: c',
      '- x',
      '# no comment',
      '"',
      "'",
      '{',
      '*a',
      '!!js',
      '\u001b[2J',
      '\u2028',
      ' x ',
      '',
    ];
    const config = {
      ...entry.config,
      user: nasty[0]!,
      entrypoint: nasty,
      command: ['$X'],
      volumes: ['/a: b'],
    };
    const said = new Map([['a:1', { ...entry, config }]]);
    for (const text of [undefined, `version: 1\nimages:\n  b:1: {digest: "${OTHER}"}\n`]) {
      const after = withEntries(text, said);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
      expect(after).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028]/);
      expect(lockOf(after).get('a:1')?.config).toEqual({ ...config, platform: 'linux/amd64' });
    }
  });

  test('entries that stand keep their lines, their comments and their form', () => {
    const before = `# ours
version: 1
images:
  # the one that we built
  b:1: {digest: "${DIGEST}", resolvedAt: 2026-01-01} # kept

  d:1:
    digest: ${DIGEST}
    resolvedAt: 2026-01-01
`;
    const added: [string, LockEntry][] = ['e:1', 'c:1', 'a:1'].map(name => [name, { digest: OTHER }]);
    const after = withEntries(before, new Map(added));
    const lines = after.split('\n');
    for (const line of before.split('\n')) expect(lines).toContain(line);
    expect([...lockOf(after).keys()]).toEqual(['a:1', 'b:1', 'c:1', 'd:1', 'e:1']);
    expect(after).toContain(
      `  # the one that we built\n  b:1: {digest: "${DIGEST}", resolvedAt: 2026-01-01} # kept\n`,
    );
  });

  test('an entry that is renewed changes where it differs', () => {
    const before = `version: 1\nimages:\n  a:1:\n    digest: ${DIGEST} # seen\n    resolvedAt: 2026-01-01\n`;
    const after = withEntries(before, new Map([['a:1', { digest: OTHER, resolvedAt: '2026-02-02' }]]));
    expect(after).toBe(before.replace(DIGEST, OTHER).replace('2026-01-01', '"2026-02-02"'));
  });

  test.each(['version: 1\n', 'version: 1\nimages: {}\n', '', 'version: 1\nimages:\n'])('into %j', text => {
    const after = withEntries(
      text,
      new Map([
        ['a:1', entry],
        ['b:1', entry],
      ]),
    );
    expect([...lockOf(after).keys()]).toEqual(['a:1', 'b:1']);
  });
});
