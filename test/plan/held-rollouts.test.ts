/** A rollout that waits for itself is nothing that anybody merges unread. */

import { planOf, type Repo } from '../harness/repo.ts';
import { setting } from './tiny.ts';

interface Site {
  /** Of the Deployment. */
  readonly strategy?: string;
  readonly mode?: string;
  readonly kind?: string;
  readonly folder?: string;
  /** Of the claim. */
  readonly storageClass?: string;
  readonly replicas?: number;
}

const site = ({
  strategy = '',
  mode = 'ReadWriteOnce',
  kind = 'Deployment',
  folder = 'app',
  storageClass = 'fast',
  replicas = 1,
}: Site): Repo => ({
  [`${folder}/kustomization.yaml`]: `resources:
  - site.yaml
configMapGenerator:
  - name: settings
    literals: [level=info]
`,
  [`${folder}/site.yaml`]: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
spec:
  storageClassName: ${storageClass}
  accessModes: [${mode}]
---
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: site
spec:
  replicas: ${replicas}
${strategy === '' ? '' : `  strategy: ${strategy}\n`}  template:
    spec:
      containers:
        - name: site
          image: example.com/site:1.2
          envFrom:
            - configMapRef: {name: settings}
      volumes:
        - {name: uploads, persistentVolumeClaim: {claimName: uploads}}
`,
});

const KINDS = ['Deployment', 'StatefulSet'];
const IN_POD = setting(['spec', 'template', 'spec', 'hostname'], 'a', { kinds: KINDS });
const BESIDE = setting(['spec', 'revisionHistoryLimit'], 3, { kinds: KINDS });
const SETTINGS = setting(['data', 'level'], 'debug', { kinds: ['ConfigMap'] });

test.each([
  ['it rolls', site({}), IN_POD, 'unsafe'],
  ['one pod may hold it', site({ mode: 'ReadWriteOncePod' }), IN_POD, 'unsafe'],
  ['its readers follow a new hash', site({}), SETTINGS, 'unsafe'],
  ['it is there for trials', site({ folder: 'overlays/dev' }), IN_POD, 'unsafe'],
  ['several may hold the claim', site({ mode: 'ReadWriteMany' }), IN_POD, 'safe'],
  ['the old pod goes first', site({ strategy: '{type: Recreate}' }), IN_POD, 'safe'],
  ['no pod is more', site({ strategy: '{rollingUpdate: {maxSurge: 0}}' }), IN_POD, 'safe'],
  ['one pod of a set goes after the other', site({ kind: 'StatefulSet' }), IN_POD, 'safe'],
  [
    'several pods share a volume of their node',
    site({ storageClass: 'local-path', replicas: 3 }),
    IN_POD,
    'safe',
  ],
  ['several pods hold a volume that moves', site({ replicas: 3 }), IN_POD, 'unsafe'],
  ['one pod has a volume of its node', site({ storageClass: 'local-path' }), IN_POD, 'unsafe'],
  [
    'one pod may hold a volume of its node',
    site({ storageClass: 'local-path', mode: 'ReadWriteOncePod', replicas: 3 }),
    IN_POD,
    'unsafe',
  ],
  ['nothing is restarted', site({}), BESIDE, 'safe'],
])('a fix where %s', (_, repo, transform, safety) => {
  const { fixes } = planOf(repo, { transforms: [transform], selection: { unsafe: true } });
  expect(fixes.map(fix => fix.safety)).toEqual([safety]);
});

test('says what the old pod holds', () => {
  const { fixes } = planOf(site({}), { transforms: [IN_POD], selection: { unsafe: true } });
  expect(fixes[0]!.doubts).toEqual([
    'its new pod starts beside the old one, which holds uploads: the rollout may wait for ever, or both write there',
  ]);
});
