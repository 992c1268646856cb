/**
 * What manifests speak of and what passes today passes once the policies of a run are there: asked of what is rendered, by
 * selectors as they come out and not as they are written.
 */
import { mapOf } from '../../../src/network/data.ts';
import { inside, podOf } from '../../../src/network/pods.ts';
import { type Cluster, isAllowed } from '../../../src/network/simulator.ts';
import type { Edge, JsonObject, Root } from '../../../src/transform.ts';
import { casesOf } from '../../harness/cases.ts';
import { applied, planOf, type Repo, render } from '../../harness/repo.ts';
import { rootOfObjects } from '../root.ts';

function rootOf(repo: Repo, folder: string): Root | undefined {
  const objects = render(repo, folder);
  return typeof objects === 'string' ? undefined : rootOfObjects(objects as JsonObject[]);
}

function clusterOf(root: Root): Cluster {
  const { platform } = root;
  return {
    namespaces: new Map(platform.find('Namespace', undefined).map(each => [each.name, each.labels])),
    policies: root
      .find('NetworkPolicy')
      .filter(each => each.apiVersion === 'networking.k8s.io/v1')
      .map(each => ({ namespace: inside(platform.namespaceOf(each)), spec: mapOf(each.get(['spec'])) })),
  };
}

/** `web -> db:5432` of what passes between workloads of a root. */
function passing(edges: readonly Edge[], root: Root, cluster: Cluster): string[] {
  return edges.flatMap(({ from, to, port, protocol }) => {
    if (from.type !== 'workload') return [];
    const target = podOf(to, root);
    const number = typeof port === 'number' ? port : target.ports.find(({ name }) => name === port)?.port;
    const connection = { from: podOf(from.workload, root), to: target, port: number ?? 0, protocol };
    return isAllowed(connection, cluster) ? [`${from.workload.name} -> ${to.name}:${number}`] : [];
  });
}

const cases = casesOf('network-policy').map(each => [each.situation, each] as const);

test.each(cases)('%s: who is seen to call is let in', (_, { repo, inputs }) => {
  const plan = planOf(repo, { ...inputs, selection: { ...inputs.selection, unsafe: true } });
  const after = applied(repo, plan);
  for (const { folder } of plan.roots) {
    const [before, planned] = [rootOf(repo, folder), rootOf(after, folder)];
    if (before === undefined || planned === undefined) continue;
    const passed = passing(before.edges, before, clusterOf(before));
    expect(passing(planned.edges, planned, clusterOf(planned))).toEqual(expect.arrayContaining(passed));
  }
});
