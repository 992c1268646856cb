/** A new user beside files that a secrets store gives to root alone. */
import securityContext from '../../../transforms/security-context/index.ts';
import { only, propose, rootOf, workload } from '../root.ts';

const POD = `containers: [{name: a, image: "redis:8.2.1", volumeMounts: [{name: s, mountPath: /run/secrets/a, readOnly: true}]}]
volumes: [{name: s, csi: {driver: secrets-store.csi.k8s.io, readOnly: true, volumeAttributes: {secretProviderClass: keys}}}]`;
const keys = (parameters: string) => `
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: keys, namespace: shop}
spec:
  provider: vault
  parameters:
${parameters.replace(/^/gm, '    ')}
---
`;
const objects = (mode: string) => `objects: |\n  - objectName: password\n    ${mode}`;
const usersFor = (parameters: string) =>
  propose(securityContext, rootOf(workload(POD) + keys(parameters))).filter(({ message }) =>
    /root|user/.test(message),
  );

test.each([
  ['in decimal', objects('filePermission: 384'), '0600'],
  ['in octal', objects('filePermission: 0400'), '0400'],
  ['as text', objects('filePermission: "0600"'), '0600'],
  ['for all', 'filePermission: "0600"', '0600'],
  ['as Google has it', objects('mode: 0400'), '0400'],
])('is asked about: %s', (_, parameters, mode) => {
  expect(usersFor(parameters).map(({ blocked }) => blocked)).toEqual([
    `SecretProviderClass keys gives the files of volume s to root alone (${mode}), and as UID 999 it may not read them: which mode should they have?`,
  ]);
});

test.each([objects('filePermission: 0644'), objects('filePermission: 420'), objects('secretKey: password')])(
  'is given where others may read them: %s',
  parameters => {
    expect(only(usersFor(parameters), 'non-root')?.changes).not.toEqual([]);
  },
);

test('before the directory of a database: an answer about that would let it start without its password', () => {
  const database = POD.replace('redis:8.2.1', 'postgres:17.5')
    .replace('volumeMounts: [', 'volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}, ')
    .replace('volumes: [', 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}, ');
  const found = propose(securityContext, rootOf(workload(database) + keys(objects('filePermission: 384'))));
  expect(found.map(({ blocked }) => blocked)).toContainEqual(
    expect.stringContaining('to root alone (0600), and as UID 999'),
  );
});
