/** What a pod says twice, or says of something that it does not have. */

import { namelessContainers, phantomContainers } from '../../src/kubernetes/pod-templates.ts';
import type {
  Container,
  FieldPath,
  Json,
  JsonObject,
  Proposal,
  Resource,
  Root,
  Workload,
} from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { imageTrigger } from '../shared/images/image-triggers.ts';
import { claimTemplates, describeContainer, podKind } from '../shared/pods.ts';
import { counted, enumerated, type Question } from '../shared/prose.ts';

export type PodMessage =
  | 'duplicate-env'
  | 'duplicate-env-read'
  | 'early-variable'
  | 'wildcard'
  | 'no-image'
  | 'no-name'
  | 'missing-volume';

export function* podMistakes(workload: Workload, root: Root): Generator<Proposal<PodMessage>> {
  yield* incomplete(workload);
  for (const container of workload.containers) {
    if (isWildcard(container)) continue;
    yield* duplicateVariables(container);
    yield* earlyVariables(container, root);
    yield* missingVolumes(container);
  }
}

/**
 * Containers without an image or a name, which the API server refuses. A merge patch knows no wildcards, and adds a container
 * of a name that the object does not have.
 */
function* incomplete(workload: Workload): Generator<Proposal<'wildcard' | 'no-image' | 'no-name'>> {
  const known = podKind(workload);
  const name = `${workload.kind} ${workload.name}`;
  // What an image stream fills in needs no image before.
  const phantoms = phantomContainers(known, workload.pod)
    .filter(each => imageTrigger({ workload, name: each.name }) === undefined)
    .map(each => ({ name: each.name, path: [...workload.podPath, ...each.path] }));
  const wildcards = workload.containers.filter(isWildcard);
  const others = workload.containers.filter(each => !isWildcard(each)).map(({ name: other }) => other);
  for (const { name: own, path } of [...wildcards, ...phantoms]) {
    yield {
      message: own === '*' ? 'wildcard' : 'no-image',
      data: own === '*' ? { workload: name } : { workload: name, container: own },
      at: { on: workload.key, path },
      changes: [],
      evidence: [],
      ...(others.length === 0 && isPart(workload)
        ? { known: 'it has no selector either: it is a part, which others put together' }
        : whichIsMeant(workload, path, others)),
    };
  }
  const nameless = namelessContainers(known, workload.pod);
  if (nameless === 0) return;
  yield {
    message: 'no-name',
    data: { workload: name, containers: counted(nameless, 'container') },
    at: { on: workload.key, path: [...workload.podPath, 'containers'] },
    changes: [],
    evidence: [],
    blocked: 'which name should it have? Merge patches tell containers apart by it, and may drop one without',
  };
}

/** Whether an object lacks more than an image of what the API server asks for: who takes it in completes it. */
function isPart(workload: Workload): boolean {
  const isSelecting = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)$/.test(workload.kind);
  return isSelecting && workload.get(['spec', 'selector']) === undefined;
}

/** Asked once for all that one patch gives such a container. */
function whichIsMeant(workload: Workload, path: FieldPath, others: readonly string[]): Question {
  if (others.length === 0) return { blocked: 'which image should it run?' };
  const at = workload.where(path);
  const own = `${workload.kind} ${workload.name} has ${enumerated(others)}`;
  const fault = 'A merge patch adds what the object does not have';
  return {
    blocked: `which container is meant at ${at}? ${fault}, and ${own}`,
    asks: [
      {
        type: 'decision',
        about: `the container that ${at} means`,
        question: `which container is meant? ${fault}`,
        names: [`${workload.kind} ${workload.name} (${enumerated(others)})`],
      },
    ],
  };
}

function isWildcard({ name }: { readonly name: string }): boolean {
  return name === '*';
}

/** `$(NAME)` means variables that stand before it: of a later one the text itself is passed on. */
function* earlyVariables(container: Container, root: Root): Generator<Proposal<'early-variable'>> {
  const variables = mapsIn(container.object.env);
  const indexes = indexesByName(variables);
  const early = variables.flatMap(({ name, value }, index) =>
    typeof value === 'string'
      ? [...value.replaceAll('$$', '').matchAll(/\$\(([^()\s]+)\)/g)]
          .map(([, used = '']) => used)
          .filter(used => (indexes.get(used)?.[0] ?? -1) > index && !mayComeFirst(used, container, root))
          .map(used => ({ user: String(name), used }))
      : [],
  );
  const [first] = early;
  if (first === undefined) return;
  yield {
    message: 'early-variable',
    data: { subject: describeContainer(container), user: first.user, used: first.used },
    at: { on: container.workload.key, path: [...container.path, 'env', { name: first.user }] },
    changes: [],
    evidence: [],
    blocked: `should ${first.used} stand before ${enumerated([...new Set(early.map(({ user }) => user))])}?`,
  };
}

/** What `envFrom` brings comes before all variables: that has the name, or it is not in sight what it has. */
function mayComeFirst(name: string, container: Container, root: Root): boolean {
  return mapsIn(container.object.envFrom).some(({ prefix = '', configMapRef, secretRef }) => {
    const source = isMap(configMapRef) ? configMapRef.name : isMap(secretRef) ? secretRef.name : undefined;
    const { namespace } = container.workload;
    const [rendered] = root.find(
      isMap(configMapRef) ? 'ConfigMap' : 'Secret',
      each => each.name === source && each.namespace === namespace,
    );
    const keys = ['data', 'stringData'].flatMap(field => Object.keys(mapAt(rendered, field)));
    // One without a key is there for somebody to fill.
    return keys.length === 0 || keys.some(key => `${String(prefix)}${key}` === name);
  });
}

function mapAt(resource: Resource | undefined, field: string): JsonObject {
  const value = resource?.get([field]);
  return isMap(value) ? value : {};
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
      const same = new Set(indexes.map(index => JSON.stringify(variables[index])));
      const why =
        same.size === 1
          ? { known: `all of them say the same, and the first alone does for the $(${name}) that reads it` }
          : { blocked: `which value is meant where? A $(${name}) between them reads the earlier one` };
      yield { message: 'duplicate-env-read', data, at, changes: [], evidence: [], ...why };
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
