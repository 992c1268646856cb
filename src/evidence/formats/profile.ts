/**
 * What kubescape's node agent has recorded of containers that run.
 * Shapes: spdx.softwarecomposition.kubescape.io/v1beta1 of kubescape/storage: an ApplicationProfile has containers, a
 * ContainerProfile says of one what those say; both name their workload by labels (`kubescape.io/workload-*`), and by annotations
 * whether they are whole (`kubescape.io/completion`) and done (`kubescape.io/status`).
 */
import type { ContainerRecord } from '../../config/evidence-schema.ts';
import { type Fields, fieldsOf, itemsOf, textOf, textsOf } from '../model/data.ts';
import type { Found, FoundContainer, ReadAs } from '../model/found.ts';
import { unplacedIn, writtenIn } from './opens.ts';

export const PROFILES: ReadonlySet<string> = new Set(['ApplicationProfile', 'ContainerProfile']);

const CAPABILITY = /^[A-Z][A-Z0-9_]*$/;

export function readProfile(object: Fields, { date }: ReadAs): Found {
  const { labels: written, annotations, name, namespace } = fieldsOf(object.metadata);
  const [labels, notes] = [fieldsOf(written), fieldsOf(annotations)];
  const profile = `${String(object.kind)} ${String(name)}`;
  const kind = textOf(labels['kubescape.io/workload-kind']);
  const workload = textOf(labels['kubescape.io/workload-name']);
  if (kind === undefined || workload === undefined) return leave(`${profile} names no workload`);
  if (notes['kubescape.io/managed-by'] === 'User')
    return leave(`${profile} is written by hand: nobody has seen what it says`);
  const status = textOf(notes['kubescape.io/status']);
  if (status !== 'completed' && status !== 'ready')
    return leave(`${profile} is not recorded to its end (${status ?? 'no status'})`);
  const isPartial = notes['kubescape.io/completion'] !== 'complete';
  const containers = containersOf(object, labels).flatMap((container): FoundContainer[] => {
    const record = recordOf(container, { date, isPartial });
    return record === undefined
      ? []
      : [
          {
            namespace: textOf(labels['kubescape.io/workload-namespace']) ?? String(namespace ?? 'default'),
            owners: [{ kind, name: workload }],
            container: String(container.name),
            record,
          },
        ];
  });
  return containers.length === 0
    ? leave(`${profile} came without its content, as lists of them do: ask for it by its name`)
    : { images: [], containers, left: [] };
}

function leave(reason: string): Found {
  return { images: [], containers: [], left: [reason] };
}

function containersOf({ kind, spec }: Fields, labels: Fields): readonly Fields[] {
  const content = fieldsOf(spec);
  if (kind === 'ContainerProfile')
    return [{ ...content, name: labels['kubescape.io/workload-container-name'] }];
  return [...itemsOf(content.containers), ...itemsOf(content.initContainers)];
}

/** Undefined where nothing was recorded: every program opens files. */
function recordOf(
  container: Fields,
  { date, isPartial }: { readonly date: string; readonly isPartial: boolean },
): ContainerRecord | undefined {
  const image = textOf(container.imageTag) ?? textOf(container.imageID);
  if (textOf(container.name) === undefined || image === undefined || itemsOf(container.opens).length === 0)
    return undefined;
  const digest = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(textOf(container.imageID) ?? '')?.[1];
  const { writes, content } = writtenIn(container.opens);
  const unplaced = unplacedIn(container.syscalls);
  const capabilities = textsOf(container.capabilities)
    .map(each => each.toUpperCase().replace(/^CAP_/, ''))
    .filter(each => CAPABILITY.test(each));
  return {
    profile: {
      source: 'kubescape',
      date,
      image,
      ...(digest !== undefined && { digest }),
      ...(isPartial && { partial: true }),
      writes: [...writes],
      ...(content.length > 0 && { content: [...content] }),
      ...(unplaced !== undefined && { unplaced }),
      capabilities: [...new Set(capabilities)].sort(),
    },
  };
}
