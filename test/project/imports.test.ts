/** Imports go one way, room by room (scripts/house.ts). */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { HOUSE, type Layer } from '../../scripts/house.ts';

const project = join(import.meta.dirname, '../..');

interface Import {
  readonly file: string;
  /** A file of the project, or a package. */
  readonly to: string;
  readonly isType: boolean;
}

/** Every import of a file, also those that only export again or load when they are asked. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(project, file), 'utf8');
  const lines = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[\w*{][^;'"]*?\sfrom\s+)?'([^']+)';/gm);
  const lazy = text.matchAll(/\b()import\(\s*'([^']+)'\s*\)/g);
  return [...lines, ...lazy].map(([, type, specifier = '']) => ({
    file,
    to: specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier,
    isType: Boolean(type),
  }));
}

const files = ['src', 'transforms'].flatMap(folder =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort(),
);
const imports = files.flatMap(importsOf);
const isOurs = (to: string) => /^(?:src|transforms)\//.test(to);

function layerOf(file: string): Layer | undefined {
  return HOUSE.find(({ folder }) => file === folder || file.startsWith(`${folder}/`));
}

/** Index of a file's room; files of the layer's own folder come last. Undefined: a folder that has no rule. */
function roomOf(file: string, { folder, rooms }: Layer): number | undefined {
  const own = posix.dirname(file);
  if (file === folder || own === folder) return rooms.length;
  const index = rooms.findIndex(room => own === `${folder}/${room.folder}`);
  return index < 0 ? undefined : index;
}

/** What speaks against an import; undefined where nothing does. */
function faultOf({ file, to, isType }: Import): string | undefined {
  const layer = layerOf(file)!;
  if (!isOurs(to)) {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(to)![0];
    // Of node only what reaches outside of the process needs a word.
    const isHarmless = /^node:(?!fs|child_process|net|http|dgram|worker|cluster)/.test(name);
    return isHarmless || layer.packages.includes(name) ? undefined : `${file} imports ${to}`;
  }
  const other = layerOf(to)!;
  if (other !== layer) {
    const isAllowed = [other.folder, to, ...(isType ? [`type ${other.folder}`] : [])].some(name =>
      layer.imports.includes(name),
    );
    return isAllowed ? undefined : `${file} imports ${isType ? 'types of ' : ''}${to}`;
  }
  if (layer.folder === 'transforms') return faultOfTransform(file, to);
  const [from, target] = [roomOf(file, layer), roomOf(to, layer)];
  return from === undefined || target === undefined || target <= from ? undefined : `${file} imports ${to}`;
}

/** A transform's folder is its own affair; what several use is in `shared`. */
function faultOfTransform(file: string, to: string): string | undefined {
  if (file === 'transforms/index.ts') return undefined;
  const [from, target] = [file, to].map(path => path.split('/')[1]);
  return from === target || target === 'shared' ? undefined : `${file} imports ${to}`;
}

/** Groups of files that import each other in a circle, types included. */
function circles(): string[][] {
  const next = new Map(
    files.map(file => [file, imports.filter(each => each.file === file).map(each => each.to)]),
  );
  const reached = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(next.get(start) ?? [])];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      open.push(...(next.get(file) ?? []));
    }
    return seen;
  };
  const all = new Map(files.map(file => [file, reached(file)]));
  const inCircle = files.filter(file => all.get(file)!.has(file));
  return inCircle.map(file =>
    inCircle.filter(other => all.get(file)!.has(other) && all.get(other)!.has(file)),
  );
}

test('imports are found', () => {
  expect(imports.length).toBeGreaterThan(1000);
  expect(imports).toContainEqual({ file: 'src/cli/program.ts', to: 'commander', isType: false });
  expect(imports.filter(({ to }) => isOurs(to) && !files.includes(to))).toEqual([]);
});

test.each(HOUSE)('$folder imports only what it may', layer => {
  const own = imports.filter(({ file }) => layerOf(file) === layer);
  expect(own.map(faultOf).filter(fault => fault !== undefined)).toEqual([]);
});

test('nobody but the registry opens a connection, and a page the one to its server', () => {
  const users = files.filter(file => /\bfetch\(/.test(readFileSync(join(project, file), 'utf8')));
  expect(users).toEqual([
    'src/registry/http.ts',
    'src/review/web/client/server.ts',
    'src/review/web/review-script.ts',
  ]);
});

test('every folder has its rule, and every rule its folder', () => {
  const without = files.filter(file => {
    const layer = layerOf(file);
    return !layer || (layer.folder !== 'transforms' && roomOf(file, layer) === undefined);
  });
  expect(without).toEqual([]);
  const empty = HOUSE.flatMap(layer => layer.rooms.map(room => `${layer.folder}/${room.folder}`)).filter(
    folder => !files.some(file => posix.dirname(file) === folder),
  );
  expect(empty).toEqual([]);
});

test('no file imports itself by way of others', () => {
  expect(circles()).toEqual([]);
});

test('a plan touches neither disk nor other programs', () => {
  const outside = imports.filter(
    ({ file, to }) => file.startsWith('src/plan/') && /^node:(?:fs|child)/.test(to),
  );
  expect(outside).toEqual([]);
});

test.each([
  ['a room below', { file: 'src/plan/find/goals.ts', to: 'src/plan/place/place.ts', isType: true }],
  ['a layer above', { file: 'src/kustomize/tree/node.ts', to: 'src/plan/plan.ts', isType: true }],
  ['more than types', { file: 'src/images/match.ts', to: 'src/transform.ts', isType: false }],
  ['the disk', { file: 'src/plan/plan.ts', to: 'node:fs', isType: false }],
  ['a package', { file: 'src/plan/plan.ts', to: 'yaml', isType: false }],
  [
    'another transform',
    { file: 'transforms/probes/index.ts', to: 'transforms/resources/memory.ts', isType: true },
  ],
])('the rules refuse %s', (_, wrong: Import) => {
  expect(faultOf(wrong)).toBeDefined();
});

test('only the command line knows the process, prints and exits', () => {
  const process = /\bprocess\.(?:argv|env|exit|exitCode|stdout|stderr)\b|\bconsole\./;
  const wrong = files.filter(
    file => !file.startsWith('src/cli/') && process.test(readFileSync(join(project, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});
