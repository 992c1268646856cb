/** Imports go one way (CONTRIBUTING, Layout). */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const project = join(import.meta.dirname, '../..');

/** What each folder may import besides itself; `type ` where only types may come from there. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/transform.ts': [],
  'src/text': [],
  'src/yaml': ['src/text', 'npm yaml'],
  'src/kubernetes': [],
  'src/kustomize': ['src/yaml', 'src/text', 'src/kubernetes'],
  'src/images': ['src/kubernetes', 'type src/transform.ts'],
  'src/config': ['src/yaml', 'src/text', 'src/images', 'src/kubernetes', 'type src/transform.ts', 'npm zod'],
  'src/plan': [
    'src/config',
    'src/images',
    'src/kustomize',
    'src/kubernetes',
    'src/yaml',
    'src/text',
    'src/transform.ts',
    'npm fast-glob',
    'npm ignore',
  ],
  'src/report': [
    'src/plan',
    'src/config',
    'src/kustomize',
    'src/kubernetes',
    'src/yaml',
    'src/text',
    'src/transform.ts',
    'npm diff',
    'npm picocolors',
  ],
  'src/index.ts': [
    'src/report',
    'src/plan',
    'src/config',
    'src/kustomize',
    'src/text',
    'src/transform.ts',
    'transforms',
  ],
  'src/cli': [
    'src/index.ts',
    'src/report',
    'src/plan',
    'src/config',
    'src/images',
    'src/kustomize',
    'src/kubernetes',
    'src/yaml',
    'src/text',
    'src/transform.ts',
    'transforms',
    'npm commander',
  ],
  transforms: ['src/transform.ts', 'src/kubernetes'],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(project, file), 'utf8');
  const from = layerOf(file);
  const lines = text.matchAll(/^(?:import|export)\s+(type\s)?[\w*{][^;'"]*?\sfrom\s+'([^']+)';/gm);
  return [...lines].flatMap(([, type, specifier = '']) => {
    if (specifier.startsWith('node:')) return [];
    const to = specifier.startsWith('.')
      ? layerOf(posix.join(posix.dirname(file), specifier))
      : `npm ${specifier.split('/')[0]}`;
    return to === from ? [] : [{ file, from, to, isType: type !== undefined }];
  });
}

function layerOf(file: string): string {
  return file.startsWith('transforms/') ? 'transforms' : file.split('/').slice(0, 2).join('/');
}

const files = ['src', 'transforms'].flatMap(folder =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => `${folder}/${path}`),
);
const imports = files.flatMap(importsOf);

test('imports are found', () => {
  expect(imports.length).toBeGreaterThan(200);
  expect(imports).toContainEqual(expect.objectContaining({ from: 'src/cli', to: 'npm commander' }));
});

test.each(Object.keys(MAY_IMPORT))('%s imports only what is below it', layer => {
  const allowed = MAY_IMPORT[layer]!;
  const wrong = imports
    .filter(({ from }) => from === layer)
    .filter(({ to, isType }) => !allowed.includes(to) && !(isType && allowed.includes(`type ${to}`)))
    .map(({ file, to, isType }) => `${file} imports ${isType ? 'types of ' : ''}${to}`);
  expect(wrong).toEqual([]);
});

test('every folder has its rule', () => {
  expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining([...new Set(files.map(layerOf))]));
});

test('only the command line knows the process, prints and exits', () => {
  const process = /\bprocess\.(?:argv|env|exit|exitCode|stdout|stderr)\b|\bconsole\./;
  const wrong = files.filter(
    file => !file.startsWith('src/cli/') && process.test(readFileSync(join(project, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});
