/** What makes a case say nothing, whatever comes out of it. A line for each, for the harness and for `npm run case`. */
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { printProblem } from '../../src/config/problems.ts';
import { didYouMean } from '../../src/config/suggest.ts';
import { checkTransforms } from '../../src/config/transforms.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import type { Plan } from '../../src/plan/model/result.ts';
import { type GoldenCase, shown } from './cases.ts';
import { REGISTRY } from './repo.ts';

/** What the program would refuse of the case's `kustomend.yaml` and `only`. With that there is nothing to plan. */
export function configFaults({ folder, repo, settings: { only = [] } }: GoldenCase): string[] {
  const ids = REGISTRY.map(({ id }) => id);
  const unknown = only.filter(id => !ids.includes(id));
  const config = loadConfig(memoryFiles(repo), { startDir: '' });
  const problems =
    'problems' in config
      ? config.problems
      : checkTransforms(config, new Map(REGISTRY.map(({ id, options }) => [id, options])));
  return [
    ...unknown.map(id => `${shown(join(folder, 'case.yaml'))}: no transform "${id}"${didYouMean(id, ids)}`),
    ...problems.map(each => printProblem({ ...each, file: shown(join(folder, 'repo', each.file)) })),
  ];
}

/** Roots that do not build, although nobody says so, and messages with holes. */
export function planFaults(
  { folder, settings: { unbuilt = [] } }: GoldenCase,
  plan: Pick<Plan, 'roots' | 'fixes'>,
): string[] {
  const place = (path: string) => shown(join(folder, path));
  const failing = plan.roots.filter(root => root.state !== 'evaluated');
  const names = failing.map(root => root.folder || '.');
  return [
    ...(plan.roots.length === 0 ? [`${place('repo')} has no root: nothing is looked at`] : []),
    ...failing
      .filter(root => !unbuilt.includes(root.folder || '.'))
      .map(({ folder: root, at, reason }) => `${place(join('repo', at ?? root))}: does not build: ${reason}`),
    ...unbuilt
      .filter(name => !names.includes(name))
      .map(name => `${place('case.yaml')}: no root "${name}" that fails to build: take it out of unbuilt`),
    ...openPlaceholders(plan),
  ];
}

/** Placeholders of messages that got no value. */
export function openPlaceholders({ fixes }: Pick<Plan, 'fixes'>): string[] {
  const templates = new Map(REGISTRY.map(({ id, messages }) => [id, Object.values<string>(messages)]));
  const open = fixes.flatMap(({ transform, message }) =>
    (templates.get(transform) ?? [])
      .flatMap(template => template.match(/\{\w+\}/g) ?? [])
      .filter(hole => message.includes(hole))
      .map(hole => `transforms/${transform}: nothing in data fills ${hole}: ${message}`),
  );
  return [...new Set(open)];
}
