/** An overlay that is built on another environment is one of the same tier, in another place. */

import { environmentOf, isFolderOfEnvironments, type RootEnvironment } from '../../config/environments.ts';
import type { Config } from '../../config/schema.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import type { Environment } from '../../transform.ts';

/** `overlays/hub` with `resources: [../production]`: a name of its own, and the tier of what it changes. */
export function builtUpon(folder: string, graph: Graph, config: Config): Environment | undefined {
  const [name, parent] = folder.split('/').reverse();
  if (name === undefined || parent === undefined || !isFolderOfEnvironments(parent)) return undefined;
  const below = (graph.nodes.get(folder)?.uses ?? [])
    .filter(({ field }) => field !== 'components')
    .map(({ to }): RootEnvironment => environmentOf(to, config))
    .filter(({ tier }) => tier !== undefined);
  const tiers = new Set(below.map(({ tier }) => tier));
  return tiers.size === 1 ? { name, tier: [...tiers][0] } : undefined;
}
