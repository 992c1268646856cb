/** What a StorageClass leaves to defaults that cost data or keep pods from starting. */

import type { Evidence, Proposal, Resource } from '../../src/transform.ts';

type Message = 'not-kept' | 'bound-early' | 'not-grown';

interface Driver {
  readonly name: RegExp;
  /** Its volumes are in one zone each: a pod has to go where its volume is. */
  readonly isZonal: boolean;
}

/**
 * Drivers that make a volume larger while it is in use or between two uses.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/volume-expansion
 * @see https://learn.microsoft.com/azure/aks/azure-disk-csi
 * @see https://rook.io/docs/rook/latest/Storage-Configuration/Block-Storage-RBD/block-storage/
 */
const DRIVERS: readonly Driver[] = [
  { name: /^(?:ebs\.csi\.aws\.com|kubernetes\.io\/aws-ebs)$/, isZonal: true },
  { name: /^(?:pd\.csi\.storage\.gke\.io|kubernetes\.io\/gce-pd)$/, isZonal: true },
  { name: /^(?:disk\.csi\.azure\.com|kubernetes\.io\/azure-disk)$/, isZonal: true },
  { name: /(?:^|\.)(?:rbd|cephfs)\.csi\.ceph\.com$/, isZonal: false },
];

export function* ofClass(resource: Resource): Generator<Proposal<Message>> {
  const { name } = resource;
  const unset = (field: string) => (resource.get([field]) ?? null) === null;
  const found = (field: string) => ({ data: { name }, at: { on: resource.key, path: [field] } });
  const provisioner = String(resource.get(['provisioner']));
  const driver = DRIVERS.find(each => each.name.test(provisioner));
  const of = (says: string): Evidence[] => [
    { kind: 'manifest', at: resource.where(['provisioner']), says: `${provisioner} ${says}` },
  ];
  // Volumes that somebody makes by hand say it themselves.
  if (unset('reclaimPolicy') && provisioner !== 'kubernetes.io/no-provisioner') {
    yield {
      ...found('reclaimPolicy'),
      message: 'not-kept',
      changes: [resource.set(['reclaimPolicy'], 'Retain')],
      evidence: [],
      doubts: ['volumes that nobody claims any more stay, and cost, until somebody deletes them'],
    };
  }
  if (driver?.isZonal && unset('volumeBindingMode')) {
    yield {
      ...found('volumeBindingMode'),
      message: 'bound-early',
      changes: [resource.set(['volumeBindingMode'], 'WaitForFirstConsumer')],
      evidence: of('makes volumes of one zone'),
    };
  }
  if (driver !== undefined && unset('allowVolumeExpansion')) {
    yield {
      ...found('allowVolumeExpansion'),
      message: 'not-grown',
      changes: [resource.set(['allowVolumeExpansion'], true)],
      evidence: of('makes a volume larger'),
    };
  }
}
