/**
 * Field-level truth from the real kustomize (kustomize.md 4.3): a token in every free string of every local
 * resource file, one build, and each token must turn up in the field that we say was written there.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '../../src/kustomize/disk.ts';
import { createEvaluator } from '../../src/kustomize/evaluate.ts';
import { memoryFiles, withChanges } from '../../src/kustomize/files.ts';
import type { Node, Origin } from '../../src/kustomize/node.ts';
import type { Writer } from '../../src/kustomize/writer.ts';
import { CORPUS, kustomizeBinary, realBuild, repositories } from './corpus.ts';

const ROOTS = [
  ['GoogleCloudPlatform__bank-of-anthos', 'src/frontend/k8s/overlays/development'],
  ['ianlintner__green_field_cluster', 'kustomize/overlays/prod'],
  ['Femi-lawal__neobank', 'k8s/overlays/dev'],
  ['argoproj__argo-cd', 'manifests/ha/base'],
  ['gathertown__grapevine', 'kustomize/overlays/staging'],
  ['sourcegraph__deploy-sourcegraph-k8s', 'examples/base/xl'],
] as const;

/** Strings that nothing else depends on: no identity, no keys of lists, no names that others refer to. */
const FREE =
  /^(?:value|path|mountPath|command|args|hostname|description|message|data|annotations|serviceAccount)$/;

interface Leaf {
  readonly raw: string;
  readonly origin: Origin;
  readonly isText: boolean;
}

function leaves(node: Node, path = ''): [string, Leaf][] {
  if (node.kind === 'scalar')
    return [[path, { raw: node.raw, origin: node.origin, isText: typeof node.value === 'string' }]];
  const children = node.kind === 'list' ? [...node.items.entries()] : [...node.entries];
  return children.flatMap(([key, child]) => leaves(child, `${path}/${key}`));
}

/** Inline patches have offsets inside their scalar: another test's matter. */
function isInFile(by: Writer): boolean {
  return by.type === 'source' || (by.type === 'patch' && by.inline === null);
}

const binary = kustomizeBinary();
const usable = binary !== null && repositories().length > 0;

(usable ? test.each(ROOTS) : test.skip.each(ROOTS))('%s %s', async (repository, folder) => {
  const copy = mkdtempSync(join(tmpdir(), 'kustomend-taint-'));
  try {
    cpSync(join(CORPUS, repository), copy, { recursive: true });
    const before = createEvaluator(diskFiles(copy), { loadRestrictor: 'LoadRestrictionsNone' }).evaluate(
      folder,
    );
    if (before.state !== 'evaluated') throw new Error(before.state);
    const places = new Map<string, Origin>();
    const expected = new Map<string, string>();
    for (const [index, resource] of before.resources.entries()) {
      for (const [path, leaf] of leaves(resource.node)) {
        const { by } = leaf.origin;
        const isFree = path.split('/').some(part => FREE.test(part));
        if (!leaf.isText || !isFree || !isInFile(by) || !/^[\w./:-]+$/.test(leaf.raw)) continue;
        const place = `${by.file}@${leaf.origin.start}`;
        places.set(place, leaf.origin);
        expected.set(`${index}${path}`, place);
      }
    }
    const tokens = taint(copy, places);
    const real = await realBuild(binary!, copy, folder, null);
    if (!real.ok) throw new Error(real.error);
    const built = createEvaluator(
      withChanges(
        memoryFiles({}),
        new Map([
          ['kustomization.yaml', 'resources: [r.yaml]\nsortOptions: {order: fifo}\n'],
          ['r.yaml', real.yaml],
        ]),
      ),
      { loadRestrictor: 'LoadRestrictionsNone' },
    ).evaluate('');
    if (built.state !== 'evaluated') throw new Error(built.state);
    const wrong: string[] = [];
    let seen = 0;
    for (const [index, resource] of built.resources.entries()) {
      for (const [path, leaf] of leaves(resource.node)) {
        const token = /tnt(\d+)x/.exec(leaf.raw)?.[0];
        const place = expected.get(`${index}${path}`);
        if (token) seen++;
        if ((token === undefined) !== (place === undefined) || (token && tokens.get(token) !== place)) {
          wrong.push(`${index}${path}: token ${token} of ${token && tokens.get(token)}, but we say ${place}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThan(5);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

/** Puts a token behind the text of every place; returns who got which. */
function taint(root: string, places: ReadonlyMap<string, Origin>): Map<string, string> {
  const tokens = new Map<string, string>();
  const byFile = new Map<string, [string, Origin][]>();
  for (const [place, origin] of places) {
    const list = byFile.get(origin.by.file) ?? [];
    byFile.set(origin.by.file, [...list, [place, origin]]);
  }
  for (const [file, entries] of byFile) {
    let text = readFileSync(join(root, file), 'utf8');
    for (const [place, { end }] of entries.sort(([, a], [, b]) => b.end - a.end)) {
      const token = `tnt${tokens.size}x`;
      tokens.set(token, place);
      const at = /["']/.test(text[end - 1]!) ? end - 1 : end;
      text = text.slice(0, at) + token + text.slice(at);
    }
    writeFileSync(join(root, file), text);
  }
  return tokens;
}
