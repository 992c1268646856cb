/** What the files of objects are called. */

import { baseName } from '../../../kustomize/files/files.ts';
import { fileStem } from './file-stem.ts';

/**
 * File name for a new object beside another: as its neighbours are named.
 *
 * @param beside the file of that one: as a `neighbour` in the folder, else '', and wherever it stands; of a new thing a file called
 *   after a kind alone would be taken for that one's
 */
export function fileNameFor(
  kind: string,
  object: string,
  beside: { readonly neighbour: string; readonly calledAs: string; readonly isOfNewThing?: boolean },
  taken: (file: string) => boolean,
  extension: string,
): string {
  const { neighbour, calledAs, isOfNewThing = false } = beside;
  const short = shortNameOf(kind);
  const stem = baseName(neighbour).replace(/\.ya?ml$|\.json$/, '');
  const byKind =
    /^(?:deployment|statefulset|daemonset|deploy|sts|workload|app|service|svc|cronjob|job|pod|rollout)s?$/i;
  const kindFirst = /^(?:deployment|statefulset|daemonset|deploy|sts|svc|service)[-_.]/i;
  const said = baseName(calledAs)
    .replace(/\.ya?ml$|\.json$/, '')
    .replace(kindFirst, '')
    .replace(KIND_LAST, '');
  const name = shortenedAs(said, fileStem(object));
  // `shop-limits.yaml` says already what is in it.
  const full = name === short || name.endsWith(`-${short}`) ? name : `${name}-${short}`;
  // Beside nothing it is the only one of its kind in its folder, unless every workload may have one.
  const isOnly = !isOfNewThing && (byKind.test(stem) || (stem === '' && !OF_WORKLOADS.has(kind)));
  const candidates = isOnly ? [short, full] : kindFirst.test(stem) ? [`${short}-${name}`] : [full];
  // Two workloads may be called alike in the folders that they come from.
  const long = `${fileStem(object)}-${short}`;
  for (const candidate of [...candidates, ...(name === short ? [] : [long]), `${full}-kustomend`]) {
    if (!taken(`${candidate}${extension}`)) return `${candidate}${extension}`;
  }
  for (let i = 2; ; i++) {
    const candidate = `${full}-${i}${extension}`;
    if (!taken(candidate)) return candidate;
  }
}

const KIND_LAST = /[-_.](?:deployment|statefulset|daemonset|deploy|sts)$/i;

/** What the file beside it calls the object: `8k-redis` for `eightknot-redis`, `api` for `shop-api`. */
function shortenedAs(said: string, name: string): string {
  const isSame = said !== '' && /^[\w.-]+$/.test(said) && said.split('-').at(-1) === name.split('-').at(-1);
  return isSame ? said : name;
}

const OF_WORKLOADS: ReadonlySet<string> = new Set(['PodDisruptionBudget', 'HorizontalPodAutoscaler']);

const SHORT_NAMES: Readonly<Record<string, string>> = {
  PodDisruptionBudget: 'pdb',
  HorizontalPodAutoscaler: 'hpa',
  NetworkPolicy: 'networkpolicy',
  ServiceAccount: 'serviceaccount',
  ResourceQuota: 'quota',
  LimitRange: 'limits',
};

/** What files of a kind are called in short. */
export function shortNameOf(kind: string): string {
  return SHORT_NAMES[kind] ?? fileStem(kind.toLowerCase());
}

/** Whether a file is called after a kind alone: `pdb.yaml`, `resource-quotas.yaml`, not `web-pdb.yaml`. */
export function isNamedByKind(file: string, kind: string): boolean {
  const stem = baseName(file)
    .replace(/\.[^.]+$/, '')
    .replace(/[-_.]/g, '')
    .toLowerCase();
  return [kind.toLowerCase(), shortNameOf(kind)].some(name => stem === name || stem === `${name}s`);
}
