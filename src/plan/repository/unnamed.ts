/** Roots that are environments by where they stand, and of which nothing says which: whoever works there knows (judgement.md 8). */

import { isEnvironmentForDemos, isFolderOfEnvironments } from '../../config/environments.ts';
import { foldersOfKnown } from './beside-known.ts';

interface Placed {
  readonly folder: string;
  readonly environment: { readonly name: string | undefined };
}

/** Parts of a path below which nothing is an environment: parts of a whole, what is shown to readers, inputs of tests. */
const NEVER_BELOW =
  /^(?:bases?|components?|common|shared|samples?|examples?|tutorials?|demos?|docs?|hack|contrib|testdata|(?:ci|e2e|kuttl|chainsaw|fixtures?|__fixtures__)(?:[-_].*)?|.*[-_](?:ci|e2e|fixtures?))$/i;

/** Names of overlays that say how something is put together, or for which product: no environment is called so. */
const VARIANT =
  /^(?:default|all|full|minimal|simple|standalone|upgrade|aws|eks|azure|aks|gcp|gke|vsphere|bare-?metal|openstack|openshift|ocp|okd|k3s|k3d|kind|vanilla|(?:stable|latest|alpha|beta|candidate|fast|tech-preview)(?:[-_.v\d].*)?|v?\d+(?:[-_.]\d+)*|(?:with|without|no|use)[-_].+)$/i;

/**
 * Those that stand where environments do: beside one that is known, or below a folder that holds environments
 * (`overlays`, `clusters`) in a repository that has a known one. Where every application has such a folder of its own, overlays of many kinds stand in them, and
 * only a name that is met twice, or is made like that of a known environment, is one.
 */
export function unnamedAmong(roots: readonly Placed[]): ReadonlySet<string> {
  const real = roots.filter(({ folder }) => !isOfNone(folder.split('/')));
  const known = new Set(real.flatMap(({ environment }) => environment.name ?? []));
  const starts = new Set([...known].map(firstPart).filter(part => part !== undefined));
  const besideKnown = foldersOfKnown(real);
  const places = real.flatMap(({ folder }) => placeOf(folder) ?? []);
  const holders = new Set(places.map(({ holder }) => holder));
  const holdersByName = new Map<string, Set<string>>();
  for (const { holder, name } of places)
    holdersByName.set(name, (holdersByName.get(name) ?? new Set()).add(holder));
  const isNamedAlike = (name: string) =>
    holdersByName.get(name)!.size > 1 || starts.has(firstPart(name) ?? name);

  const isOne = (folder: string): boolean => {
    const parts = folder.split('/');
    const beside = parts.find((_, at) => besideKnown.has(parts.slice(0, at).join('/')));
    if (beside !== undefined) return !VARIANT.test(beside);
    const place = placeOf(folder);
    if (place === undefined || VARIANT.test(place.name)) return false;
    // Where no overlay is called like an environment, those of one folder are mostly ways to put a program together.
    return (known.size > 0 && holders.size === 1) || isNamedAlike(place.name);
  };
  return new Set(
    real
      .filter(({ folder, environment }) => environment.name === undefined && isOne(folder))
      .map(({ folder }) => folder),
  );
}

function isOfNone(parts: readonly string[]): boolean {
  return parts.some((part, at) => NEVER_BELOW.test(part) && !isEnvironmentForDemos(parts, at));
}

/** The folder of environments that a path goes through, and which of them it is. */
function placeOf(folder: string): { readonly holder: string; readonly name: string } | undefined {
  const parts = folder.split('/');
  const at = parts.findLastIndex((part, i) => i < parts.length - 1 && isFolderOfEnvironments(part));
  return at < 0 ? undefined : { holder: parts.slice(0, at + 1).join('/'), name: parts[at + 1]! };
}

/** `nerc` of `nerc-prod`; undefined where a name has one part. */
function firstPart(name: string): string | undefined {
  const parts = name.split(/[-_.]/);
  return parts.length > 1 ? parts[0]!.toLowerCase() : undefined;
}
