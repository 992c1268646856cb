/** Version labels that nobody has moved along with the tag. */

import type { Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { VERSION } from '../shared/labels/keys.ts';
import { inFormOf, isOtherVersion, versionOf } from '../shared/labels/version.ts';
import { asWorkload } from '../shared/pods.ts';

export function* staleVersion(
  resource: Resource,
  root: Root,
  isSelected: boolean,
): Generator<Proposal<'stale' | 'stale-above'>> {
  const workload = asWorkload(resource);
  const version = workload && versionOf(workload);
  if (workload === undefined || version === undefined) return;
  const places = [
    { written: workload.labels[VERSION], path: ['metadata', 'labels', VERSION] },
    // Of a bare pod they are the same.
    ...(workload.podMetadataPath.length > 1
      ? [{ written: workload.podLabels[VERSION], path: [...workload.podMetadataPath, 'labels', VERSION] }]
      : []),
  ];
  const stale = places.flatMap(({ written, path }) =>
    written !== undefined && isOtherVersion(written, version.value) && !isOfWhole(workload, written, root)
      ? [{ written, path }]
      : [],
  );
  const [first] = stale;
  if (first === undefined) return;
  const data = {
    kind: resource.kind,
    name: resource.name,
    written: first.written,
    running: inFormOf(first.written, version.value),
  };
  const at = { on: resource.key, path: first.path };
  const evidence = [version.evidence];
  if (isSelected) {
    const blocked = 'something selects by the label: which of the two is right?';
    yield { message: 'stale-above', data, at, changes: [], evidence, blocked };
    return;
  }
  if (!version.isInManifest) {
    const blocked = `the tag is written at ${version.evidence.at}, away from the label: should the label go?`;
    yield { message: 'stale-above', data, at, changes: [], evidence, blocked };
    return;
  }
  yield {
    message: 'stale',
    data,
    at,
    changes: stale.map(({ written, path }) => resource.set(path, inFormOf(written, version.value))),
    via: 'texts',
    from: version.path,
    evidence,
    doubts: ['it was written by hand'],
  };
}

/** A version of the chart or of the system, which all its parts have whatever images they run. */
function isOfWhole({ key, labels }: Workload, written: string, root: Root): boolean {
  if ('helm.sh/chart' in labels || 'chart' in labels) return true;
  return root.workloads.some(
    other => other.key !== key && [other.labels[VERSION], other.podLabels[VERSION]].includes(written),
  );
}
