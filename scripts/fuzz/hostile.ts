/** What an attacker, or a careless hand, may do to a repository: steps that are data, so that some can be left out. */
import type { Random } from './random.ts';
import { SECRET_FILE, TREE } from './tree.ts';

export type Step =
  | { readonly do: 'write'; readonly path: string; readonly bytes: string }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'link'; readonly path: string; readonly to: string }
  | { readonly do: 'folder'; readonly path: string }
  | { readonly do: 'pipe'; readonly path: string }
  | { readonly do: 'mode'; readonly path: string; readonly mode: number }
  | { readonly do: 'git'; readonly args: readonly string[] };

const FILES = Object.keys(TREE).filter(path => path !== SECRET_FILE);

/** Steps in their order; those of one path come together. */
export function hostileSteps(random: Random): Step[] {
  const texts = new Map<string, Buffer>();
  const steps: Step[] = [];
  const many = 1 + random.below(4);
  for (let i = 0; i < many; i++) {
    if (random.chance(0.75)) {
      const path = random.pick(FILES);
      texts.set(path, damaged(texts.get(path) ?? Buffer.from(TREE[path]!), random));
    } else steps.push(oddStep(random));
  }
  for (const [path, bytes] of texts) steps.push(writing(path, bytes));
  return steps;
}

function writing(path: string, bytes: Buffer | string): Step {
  return { do: 'write', path, bytes: Buffer.from(bytes).toString('base64') };
}

/** Texts that mean something to YAML, to kustomize or to us. */
const WORDS = [
  ...[
    '&a ',
    '*a',
    '<<: *note',
    '!!binary ',
    '!!str ',
    '? ',
    '- ',
    ': ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '{{ .Values.a }}',
  ],
  ...[
    'null',
    '~',
    '{}',
    '[]',
    '""',
    "''",
    '0x1f',
    '1e400',
    '.nan',
    'yes',
    '1_000',
    '-9223372036854775809',
    '2001-01-01',
  ],
  ...[
    '$patch: delete\n',
    '$patch: replace\n',
    '$setElementOrder/containers: []\n',
    '$(MODE)',
    `$\{MODE}`,
    `$\{MODE:=3}`,
  ],
  ...[
    '../../outside',
    '/etc/passwd',
    '../..',
    '.',
    '.git/config',
    'https://example.com/a?ref=b',
    'git@example.com:a',
    '',
  ],
  ...[
    '(a+)+$',
    '[',
    '.*',
    '^',
    '(?i)shop',
    '\\1',
    '*/*',
    '**/',
    '{a,{b,c}}',
    '[0]',
    '[name=shop]',
    '.spec.template',
    '-1',
  ],
  ...[
    'sha256:',
    'nginx@sha256:',
    ':::',
    'localhost:5000/a:b',
    '1.26',
    '1,2',
    'a'.repeat(300),
    ' '.repeat(300),
  ],
  ...[
    'kind: List\nitems:\n',
    'kind: Secret\n',
    'metadata: {}\n',
    'generateName: a\n',
    'namespace: "*"\n',
    'behavior: merge\n',
  ],
  ...[
    '\t',
    '\r',
    '\r\n',
    '\0',
    '\u0007',
    '\u001b[31m',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u202e',
    '\u{1f600}',
    '\n::error::a\n',
  ],
];
const BYTES = [0x00, 0x80, 0xe9, 0xff, 0xfe, 0xc0];

function damaged(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const splice = (start: number, end: number, ...parts: Uint8Array[]) =>
    Buffer.concat([bytes.subarray(0, start), ...parts, bytes.subarray(end)]);
  const lines = () => bytes.toString('latin1').split('\n');
  const joined = (all: readonly string[]) => Buffer.from(all.join('\n'), 'latin1');
  switch (random.below(11)) {
    case 0:
      return splice(at, at, Buffer.from([random.pick(BYTES)]));
    case 1:
      return splice(at, Math.min(bytes.length, at + 1 + random.below(12)));
    case 2:
      return splice(at, at, Buffer.from(random.pick(WORDS)));
    case 3:
    case 4: {
      // A value in the place of another.
      const all = lines();
      const line = random.below(all.length);
      all[line] = all[line]!.replace(/(: |- )[^:]*$/, (_, sign: string) => sign + random.pick(WORDS));
      return joined(all);
    }
    case 5: {
      const all = lines();
      all.splice(random.below(all.length), 1 + random.below(3));
      return joined(all);
    }
    case 6: {
      // The same lines twice, maybe elsewhere.
      const all = lines();
      const start = random.below(all.length);
      const some = all.slice(start, start + 1 + random.below(4));
      all.splice(random.chance(0.5) ? start : random.below(all.length), 0, ...some);
      return joined(all);
    }
    case 7: {
      const all = lines();
      const line = random.below(all.length);
      all[line] = random.chance(0.5) ? ` ${all[line]}` : all[line]!.replace(/^ {1,2}/, '');
      return joined(all);
    }
    case 8: {
      // A part of another file, as after a bad merge.
      const other = Buffer.from(TREE[random.pick(FILES)]!);
      const start = random.below(other.length);
      return splice(at, at, other.subarray(start, start + random.below(200)));
    }
    case 9:
      return Buffer.from(
        bytes.toString('latin1').replaceAll('\n', random.pick(['\r\n', '\r', '\n\n'])),
        'latin1',
      );
    default:
      return random.pick([
        Buffer.alloc(0),
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString('utf8'), 'utf16le')]),
        Buffer.concat([Buffer.from('\ufeff'), bytes]),
        Buffer.from(`a: ${'['.repeat(700)}${']'.repeat(700)}\n`),
        bytes.subarray(0, at),
      ]);
  }
}

const NAMES = [
  ...[
    'base/a b.yaml',
    "base/it's.yaml",
    'base/-rf.yaml',
    'base/é.yaml',
    'base/a\nb.yaml',
    'base/\u001b[2J.yaml',
  ],
  ...[
    'base/a:b.yaml',
    'base/#a.yaml',
    'base/%2e%2e.yaml',
    `base/${'n'.repeat(200)}.yaml`,
    'base/*.yaml',
    'base/"a".yaml',
  ],
];
const TARGETS = [
  '../outside',
  '../../outside/manifest.yaml',
  'outside',
  '.',
  '..',
  '/',
  'loop',
  '.git',
  '../base/deployment.yaml',
  'absent',
];

function oddStep(random: Random): Step {
  const path = random.pick(FILES);
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : 'base';
  switch (random.below(11)) {
    case 0:
      return { do: 'remove', path: random.chance(0.5) ? path : folder };
    case 1:
      return { do: 'link', path: random.chance(0.7) ? path : folder, to: random.pick(TARGETS) };
    case 2:
      return { do: 'folder', path };
    case 3:
      return { do: 'pipe', path };
    case 4:
      return { do: 'mode', path, mode: random.pick([0o000, 0o444, 0o755, 0o200]) };
    case 5:
      return writing(random.pick(NAMES), TREE['base/deployment.yaml']!);
    case 6:
      return writing(
        `.git/kustomend/${random.pick(['kustomend-journal.json', 'last-write.json', 'undo-1.patch'])}`,
        journal(random),
      );
    case 7:
      return { do: 'git', args: random.pick(GIT) };
    case 8:
      return writing(
        random.pick(['Dockerfile', '.gitignore', '.gitattributes', '.gitmodules', 'kustomend-journal.json']),
        random.pick(WORDS),
      );
    case 9:
      return {
        do: 'link',
        path: random.pick(['.git/kustomend', 'Dockerfile', 'kustomend.lock.yaml', 'out.patch']),
        to: random.pick(TARGETS),
      };
    default:
      return writing(
        `${folder}/${random.pick(['kustomization.yml', 'Kustomization', 'Chart.yaml', 'skaffold.yaml'])}`,
        random.pick(WORDS),
      );
  }
}

const GIT: readonly (readonly string[])[] = [
  ['init', '-q', 'base'],
  ['init', '-q', '--bare', 'overlays/staging'],
  ['config', 'core.fsmonitor', 'touch ../outside/ran; false'],
  ['config', 'core.worktree', '../outside'],
  ['config', 'filter.a.clean', 'touch ../outside/ran; cat'],
  ['update-index', '--assume-unchanged', 'base/deployment.yaml'],
  ['sparse-checkout', 'set', 'base'],
  ['rm', '-q', '--cached', 'base/deployment.yaml'],
  ['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor`],
  ['symbolic-ref', 'HEAD', 'refs/heads/nowhere'],
  ['config', 'extensions.worktreeConfig', 'true'],
];

function journal(random: Random): string {
  const file = {
    path: random.pick(['base/deployment.yaml', '../outside/manifest.yaml', '.git/config', '', 'base']),
    mode: random.pick([null, 420, -1, 'a']),
    before: random.pick([null, '', 'YTogYgo=', 7]),
    after: random.pick(['', 'YTogYgo=', null]),
  };
  const writer = {
    pid: random.pick([1, 0, -1, 999999, 'a']),
    host: 'a',
    since: '2020-01-01T00:00:00Z',
    started: null,
  };
  return random.pick([
    JSON.stringify({ writer, id: 'a', dirs: ['../outside', 'base'], files: [file] }),
    JSON.stringify([file]),
    '{}',
    'null',
    '',
    '{"__proto__": {"a": 1}}',
    '\0',
  ]);
}
