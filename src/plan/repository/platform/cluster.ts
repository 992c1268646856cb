/** Which roots may run in one cluster (docs/design/judgement.md 3). */

import type { Environment } from '../../../transform.ts';

/** What a root says of where it runs. */
export interface Whereabouts {
  readonly environment: Environment;
  /** Clusters that GitOps controllers bring it to; empty: not known. */
  readonly clusters: ReadonlySet<string>;
  /** The cluster that its path names. */
  readonly cluster: string | undefined;
  /** The example that its path names. */
  readonly example: string | undefined;
}

/** @param clusters clusters that GitOps controllers bring the folder to */
export function whereabouts(
  folder: string,
  environment: Environment,
  clusters: readonly string[],
): Whereabouts {
  return {
    environment,
    clusters: new Set(clusters),
    cluster: clusterIn(folder),
    example: exampleIn(folder),
  };
}

/**
 * Whether two roots may run side by side: not in two environments, not in two clusters, and no example beside what is
 * real.
 */
export function mayShareCluster(a: Whereabouts, b: Whereabouts): boolean {
  if (areOtherEnvironments(a.environment, b.environment)) return false;
  if (a.clusters.size > 0 && b.clusters.size > 0 && ![...a.clusters].some(each => b.clusters.has(each)))
    return false;
  return !areOther(a.cluster, b.cluster) && a.example === b.example;
}

function areOtherEnvironments(a: Environment, b: Environment): boolean {
  if (a.name === undefined || b.name === undefined) return areOther(a.tier, b.tier);
  if (a.name === b.name) return false;
  // `prod` and `production` are two ways to write one; `moc-prod` and `ocp-prod` are two clusters.
  return a.tier === undefined || a.tier !== b.tier || isCompound(a.name) || isCompound(b.name);
}

function isCompound(name: string): boolean {
  return /[-_.\d]/.test(name);
}

function areOther(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** The cluster that a path names: the folder below `clusters`, or one called `cluster1`. */
function clusterIn(folder: string): string | undefined {
  const parts = folder.split('/');
  const parent = parts.findIndex(part => /^clusters?$/i.test(part));
  if (parent >= 0) return parts[parent + 1];
  return parts.find(
    part =>
      /^cluster[-_]?\w+$/i.test(part) && !/^cluster[-_]?(?:role|scope|wide|config|resource)/i.test(part),
  );
}

const EXAMPLE = /^(?:examples?|samples?|demos?|docs?|tutorials?|tests?|testdata|e2e|hack|contrib)$/i;

/** The folder of examples that a path lies in, with the example itself: two examples are two clusters. */
function exampleIn(folder: string): string | undefined {
  const parts = folder.split('/');
  const index = parts.findIndex(part => EXAMPLE.test(part));
  return index < 0 ? undefined : parts.slice(0, index + 2).join('/');
}
