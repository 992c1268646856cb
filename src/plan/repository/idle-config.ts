/** Parts of the configuration that mean nothing here: mostly a typing error, or what has been renamed since. */

import { matchesGlob } from '../../config/glob.ts';
import { NOBODY, OPEN_QUESTION } from '../../config/schema.ts';
import { folderIn } from '../../config/statements.ts';
import { didYouMean } from '../../config/suggest.ts';
import { configKeysOf, isAnswer, NOT_BUILT_HERE } from '../../images/configured.ts';
import { isDockerfile } from '../../images/dockerfile/names.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import { folderOf } from '../../kustomize/files/files.ts';
import { editDistance } from '../../text/edit-distance.ts';
import type { PlanInput } from '../model/input.ts';
import type { Fix, Notice } from '../model/result.ts';

export interface Met {
  /** Folders of all roots. */
  readonly roots: readonly string[];
  /** Names that every rendered image has and had; undefined where not all of them are seen. */
  readonly images: readonly (readonly string[])[] | undefined;
  readonly fixes: readonly Fix[];
  /** Ids of the remediations that were asked: of others nothing can be exempt. */
  readonly asked: ReadonlySet<string>;
}

/** Each with `file:line`. A run over a part of the repository says nothing: what it does not meet may be elsewhere. */
export function idleConfig(input: PlanInput, met: Met): Notice[] {
  const { paths, changed, only, skip, environments, severity, fixes } = input.selection;
  const isPart = paths.length + only.length + skip.length + environments.length > 0;
  const misnamed = input.paths.filter(
    path => /(?:^|\/)\.?kustomend\.ya?ml$/.test(path) && !isRead(path, input),
  );
  const notices: Notice[] = misnamed.map(at => ({
    message: 'is not read: the configuration is called kustomend.yaml',
    at,
  }));
  if (isPart || [changed, severity, fixes].some(each => each !== undefined)) return notices;
  return [
    ...notices,
    ...idleRoots(input, met),
    ...idleImages(input, met),
    ...idleDockerfiles(input),
    ...idleIgnores(input, met),
  ];
}

/** Configurations of folders are read for what lies in them: only another name is none. */
function isRead(path: string, { config }: PlanInput): boolean {
  return path === config.path || path.endsWith('/kustomend.yaml') || path === 'kustomend.yaml';
}

function idleRoots({ config }: PlanInput, { roots }: Met): Notice[] {
  const globs = [
    ...(config.config.roots ?? []).map((glob, index) => ({ glob, at: ['roots', index] })),
    ...Object.entries(config.config.environments ?? {}).flatMap(([name, each]) =>
      (each.roots ?? []).map((glob, index) => ({ glob, at: ['environments', name, 'roots', index] })),
    ),
    ...Object.entries(config.config.namespaces ?? {}).flatMap(([name, { owner }]) =>
      owner === NOBODY || owner === OPEN_QUESTION ? [] : [{ glob: owner, at: ['namespaces', name, 'owner'] }],
    ),
  ];
  return globs
    .filter(({ glob }) => !roots.some(folder => matchesGlob(glob, folder)))
    .map(({ glob, at }) => notice(config, at, `no root is called ${glob}${didYouMean(glob, roots)}`));
}

function idleImages({ config }: PlanInput, { images }: Met): Notice[] {
  if (images === undefined) return [];
  const keys = Object.keys(config.config.images ?? {});
  const used = new Set(
    images.flatMap(([name = '', ...others]) => {
      const image = parseImageReference(name);
      return image === null ? [] : configKeysOf(image, keys, others);
    }),
  );
  const names = images.map(
    ([name = '']) => parseImageReference(name)?.repository.replace(/^library\//, '') ?? name,
  );
  return keys
    .filter(key => !used.has(key))
    .map(key => notice(config, ['images', key], `no image is called ${key}${didYouMean(key, names)}`));
}

function idleDockerfiles({ config, paths }: PlanInput): Notice[] {
  return Object.entries(config.config.images ?? {}).flatMap(([key, facts]) => {
    const file = typeof facts === 'object' && isAnswer(facts.dockerfile) ? facts.dockerfile : NOT_BUILT_HERE;
    if (file === NOT_BUILT_HERE || paths.includes(file)) return [];
    const hint = didYouMean(file, paths.filter(isDockerfile));
    return [notice(config, ['images', key, 'dockerfile'], `no file is called ${file}${hint}`)];
  });
}

function idleIgnores({ config, today }: PlanInput, { fixes, images, asked }: Met): Notice[] {
  const reasons = fixes.flatMap(({ status, reason }) => (status === 'ignored' ? [reason ?? ''] : []));
  return (config.config.ignore ?? []).flatMap((entry, index) => {
    const { id, until } = entry;
    const path = ['ignore', index];
    if (until !== undefined && until < today)
      return [
        notice(config, path, `the exemption from ${id} ended on ${until}: what it was for is found again`),
      ];
    const at = config.at(path);
    // What is not seen in whole may hold what it is for.
    if (images === undefined || !asked.has(id)) return [];
    const isUsed = at !== undefined && reasons.some(reason => reason.startsWith(`${at}: `));
    const found = fixes.filter(fix => fix.transform === id && fix.status !== 'ignored');
    const hint = nearestText(entry, found, config.path ?? '');
    return isUsed ? [] : [notice(config, path, `nothing is exempt by this entry for ${id}${hint}`)];
  });
}

type Entry = NonNullable<PlanInput['config']['config']['ignore']>[number];

/** `; the nearest finding has resource: Deployment/web`: what an entry says otherwise than the finding that it has most in common with. */
function nearestText(entry: Entry, found: readonly Fix[], path: string): string {
  const missed = found.map(fix => {
    const { kind, name, at, field } = fix.subject;
    const isOfRoot = kind === 'Kustomization' && name === folderOf(at);
    const resource = `${kind}/${name}`;
    const isIn = fix.roots.some(folder => entry.root === undefined || matchesGlob(entry.root, folder));
    const root = folderIn(path, fix.roots[0] ?? '');
    const says = [
      ...(entry.resource === undefined || matchesGlob(entry.resource, resource)
        ? []
        : [isOfRoot ? 'no resource' : `resource: ${resource}`]),
      ...(isIn && !(isOfRoot && entry.resource !== undefined) ? [] : [`root: ${root}`]),
      ...(entry.field === undefined || entry.field === field ? [] : [`field: ${field}`]),
    ];
    return {
      says,
      distance: editDistance(entry.resource ?? entry.root ?? '', entry.resource ? resource : root),
    };
  });
  const [nearest] = missed.sort((a, b) => a.says.length - b.says.length || a.distance - b.distance);
  return nearest === undefined || nearest.says.length === 0
    ? ''
    : `; the nearest finding has ${nearest.says.join(', ')}`;
}

function notice(config: PlanInput['config'], path: readonly (string | number)[], message: string): Notice {
  const at = config.at(path);
  return at === undefined ? { message } : { message, at };
}
