/** A privileged container that raises vm.max_map_count of the node for a search server in the same pod. */

import type { Proposal, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { commandLine, describeContainer, isPrivileged } from '../shared/pods.ts';

/** Nothing else is done. */
const SETS_IT =
  /^(?:(?:\/bin\/)?(?:ba)?sh -e?c )?(?:(?:\/sbin\/)?sysctl (?:-\w+ )*vm\.max_map_count=\d+|echo \d+ ?> ?\/proc\/sys\/vm\/max_map_count)\s*;?$/;
const SEARCH: ReadonlySet<string> = new Set(['opensearch', 'elasticsearch']);
/**
 * Where memory is not mapped nothing asks for the number.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/self-managed/vm-max-map-count
 */
const SETTING = 'node.store.allow_mmap';

export function* memoryMap(workload: Workload): Generator<Proposal<'memory-map'>> {
  const servers = workload.containers.filter(({ facts }) => SEARCH.has(facts.family ?? ''));
  const [server] = servers;
  if (server === undefined || servers.length > 1) return;
  if (mapsIn(server.get(['env'])).some(({ name }) => name === SETTING)) return;
  for (const container of workload.containers) {
    const { name, role } = container;
    if (role !== 'init' || !isPrivileged(container) || !SETS_IT.test(commandLine(container))) continue;
    const path = [...workload.podPath, 'initContainers', { name }];
    yield {
      message: 'memory-map',
      data: { subject: describeContainer(container), server: server.name },
      at: { on: workload.key, path },
      // Searches take longer then: whether they may is for its people to say.
      changes: [],
      evidence: [],
      mayBeExplained: true,
    };
  }
}
