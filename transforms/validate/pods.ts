/** What a pod says twice, or says of something that it does not have. */

import type { Container, FieldPath, Json, JsonObject, Proposal, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { claimTemplates, describeContainer, podKind } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';

export type PodMessage = 'duplicate-env' | 'duplicate-env-read' | 'wildcard' | 'missing-volume';

export function* podMistakes(workload: Workload): Generator<Proposal<PodMessage>> {
  for (const container of workload.containers) {
    if (container.name === '*') yield wildcard(container);
    else yield* duplicateVariables(container);
    yield* missingVolumes(container);
  }
}

/** A merge patch has no wildcards: it adds a container of that name, which the API server refuses. */
function wildcard(container: Container): Proposal<'wildcard'> {
  const { workload, path } = container;
  return {
    message: 'wildcard',
    data: { workload: `${workload.kind} ${workload.name}` },
    at: { on: workload.key, path },
    changes: [],
    evidence: [],
    blocked: 'name the container that the patch is for, or write one patch for each',
  };
}

/** The kubelet takes the last of several; those before it are read by nobody, unless a `$(NAME)` between them does. */
function* duplicateVariables(
  container: Container,
): Generator<Proposal<'duplicate-env' | 'duplicate-env-read'>> {
  const variables = mapsIn(container.object.env);
  for (const [name, indexes] of indexesByName(variables)) {
    if (indexes.length < 2) continue;
    const path: FieldPath = [...container.path, 'env', { name }];
    const at = { on: container.workload.key, path };
    const data = { subject: describeContainer(container), name };
    const between = variables.slice(indexes[0]! + 1, indexes.at(-1)! + 1);
    if (between.some(each => typeof each.value === 'string' && each.value.includes(`$(${name})`))) {
      const blocked = `which value is meant where? A $(${name}) between them reads the earlier one`;
      yield { message: 'duplicate-env-read', data, at, changes: [], evidence: [], blocked };
      continue;
    }
    yield {
      message: 'duplicate-env',
      data,
      at,
      // The path means the first of that name; the next round sees to a third.
      changes: [container.remove(['env', { name }])],
      evidence: [
        {
          kind: 'manifest',
          at: container.workload.where(path),
          says: `${name} is set again further down, and the last one counts`,
        },
      ],
    };
  }
}

function indexesByName(variables: readonly JsonObject[]): Map<string, number[]> {
  const indexes = new Map<string, number[]>();
  for (const [index, { name }] of variables.entries()) {
    if (typeof name === 'string') indexes.set(name, [...(indexes.get(name) ?? []), index]);
  }
  return indexes;
}

/** The API server refuses a mount of a volume that the pod does not have. */
function* missingVolumes(container: Container): Generator<Proposal<'missing-volume'>> {
  const { workload, path, object } = container;
  // Whoever adds containers adds volumes too.
  if (podKind(workload).isCompleted) return;
  const volumes = new Set<Json | undefined>([
    ...mapsIn(workload.pod.volumes).map(volume => volume.name),
    ...claimTemplates(workload),
  ]);
  const names = mapsIn(object.volumeMounts).map(mount => mount.name);
  const missing = [...new Set(names)].filter(name => typeof name === 'string' && !volumes.has(name));
  if (missing.length === 0) return;
  yield {
    message: 'missing-volume',
    data: { subject: describeContainer(container), names: enumerated(missing.map(String)) },
    at: { on: workload.key, path: [...path, 'volumeMounts'] },
    changes: [],
    evidence: [],
    blocked: `which volume is meant? The pod has ${isMap(workload.pod) && volumes.size > 0 ? enumerated([...volumes].map(String)) : 'none'}`,
  };
}
