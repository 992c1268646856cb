/** Version labels that nobody has moved along with the tag. */

import type { Proposal, Resource } from '../../src/transform.ts';
import { VERSION } from '../shared/labels/keys.ts';
import { inFormOf, isOtherVersion, versionOf } from '../shared/labels/version.ts';
import { asWorkload } from '../shared/pods.ts';

export function* staleVersion(
  resource: Resource,
  isSelected: boolean,
): Generator<Proposal<'stale' | 'stale-above'>> {
  const workload = asWorkload(resource);
  const written = resource.labels[VERSION];
  const version = workload && versionOf(workload);
  if (written === undefined || version === undefined || !isOtherVersion(written, version.value)) return;
  const path = ['metadata', 'labels', VERSION];
  const data = {
    kind: resource.kind,
    name: resource.name,
    written,
    running: inFormOf(written, version.value),
  };
  const at = { on: resource.key, path };
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
    changes: [resource.set(path, data.running)],
    via: 'texts',
    from: version.path,
    evidence,
    doubts: ['it was written by hand'],
  };
}
