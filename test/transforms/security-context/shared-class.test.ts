/** A new group for a volume that may be a file system of several nodes. */
import securityContext from '../../../transforms/security-context/index.ts';
import { only, propose, rootOf, workload } from '../root.ts';

const POD = `containers: [{name: a, image: "redis:7.2-alpine", volumeMounts: [{name: d, mountPath: /data}]}]
volumes: [{name: d, persistentVolumeClaim: {claimName: files}}]`;
const claim = (name: string, mode: string, kind = 'fast') => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}, namespace: shop}
spec: {accessModes: [${mode}]${kind === '' ? '' : `, storageClassName: ${kind}`}}
---
`;
const CLASS = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: disk.example.com
---
`;
const userFor = (more: string) => only(propose(securityContext, rootOf(workload(POD) + more)), 'non-root');

test.each([
  [
    'whose class serves many nodes elsewhere',
    claim('files', 'ReadWriteOnce') + claim('logs', 'ReadWriteMany'),
    'storage class fast of volume d serves ReadWriteMany claim logs too: a shared file system may not know fsGroup',
  ],
  [
    'for many nodes itself',
    claim('files', 'ReadWriteMany', ''),
    'volume d is for many nodes at once (ReadWriteMany): a shared file system may not know fsGroup',
  ],
])('is doubted for one %s', (_, more, doubt) => {
  expect(userFor(more)?.doubts).toContain(doubt);
});

test.each([
  ['for one node', claim('files', 'ReadWriteOnce')],
  [
    'of another class than the shared one',
    claim('files', 'ReadWriteOnce') + claim('logs', 'ReadWriteMany', 'slow'),
  ],
  [
    'of a class that the repository describes',
    claim('files', 'ReadWriteOnce') + claim('logs', 'ReadWriteMany') + CLASS,
  ],
])('is not doubted for one %s', (_, more) => {
  expect(userFor(more)?.doubts).toEqual([]);
});
