/**
 * The files of a new transform: an example that is small, real and complete, so that a newcomer changes what is there and
 * runs it after every step.
 */

/** Text by path. */
export function newTransform(id: string, order: number): Readonly<Record<string, string>> {
  const tests = `test/transforms/${id}`;
  return {
    [`transforms/${id}/index.ts`]: transform(id, order),
    [`${tests}/cases.test.ts`]: `import { goldenCases } from '../../harness/golden.ts';\n\ngoldenCases('${id}');\n`,
    [`${tests}/absent.yaml`]: 'blocked: there is nothing that only a person could decide\n',
    ...inFolder(`${tests}/cases/example/repo`, {
      'kustomization.yaml': 'resources:\n- web.yaml\n',
      'web.yaml': deployment(''),
    }),
    ...inFolder(`${tests}/cases/already-good/repo`, {
      'kustomization.yaml': 'resources:\n- web.yaml\n',
      'web.yaml': deployment('  minReadySeconds: 5\n'),
    }),
    ...inFolder(`${tests}/cases/overlay-owns-it/repo`, {
      'base/kustomization.yaml': 'resources:\n- web.yaml\n',
      'base/web.yaml': deployment('  minReadySeconds: 5\n'),
      'kustomization.yaml': 'resources:\n- base\npatches:\n- path: web.yaml\n',
      'web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  minReadySeconds: 0 # hurry\n',
    }),
  };
}

function inFolder(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

function deployment(spec: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
${spec}  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: web:1.4.2
        readinessProbe:
          httpGet:
            path: /ready
            port: 8080
`;
}

function transform(id: string, order: number): string {
  return `/** A new pod of a Deployment stays ready for a while before it counts. */
import { defineTransform, type Evidence, type FieldPath, type Workload } from '../../src/transform.ts';

const FIELD: FieldPath = ['spec', 'minReadySeconds'];
const NO_PROBE = 'nothing says when a pod is ready';

export default defineTransform({
  id: '${id}',
  title: 'New pods stay ready for a while before they count',
  severity: 'low',
  group: 'availability',
  order: ${order},
  preset: 'opt-in',
  each: 'workload',
  kinds: ['Deployment'],
  options: {
    seconds: {
      type: 'integer',
      default: 10,
      minimum: 1,
      description: 'How long a new pod must be ready before the next one goes.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing: 'new pods of Deployment {name} count as soon as they are ready. They wait {seconds} s',
  },
  docs: {
    why: 'A program that crashes some seconds after its start takes one old pod after the other with it.',
    risk: 'A rollout takes longer by that time for each step.',
    links: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#min-ready-seconds'],
    sameAs: [],
  },
  *plan(deployment, { options: { seconds } }) {
    const written = deployment.get(FIELD);
    if (written !== undefined && written !== 0) return;
    const probe = readinessProbe(deployment);
    yield {
      message: 'missing',
      data: { name: deployment.name, seconds },
      at: { on: deployment.key, path: FIELD },
      changes: [deployment.set(FIELD, seconds)],
      ...(probe === undefined ? { evidence: [], doubts: [NO_PROBE] } : { evidence: [probe] }),
    };
  },
});

/** The probe that makes the wait mean something. */
function readinessProbe(workload: Workload): Evidence | undefined {
  const container = workload.containers.find(each => each.get(['readinessProbe']) !== undefined);
  if (container === undefined) return undefined;
  const at = workload.where([...container.path, 'readinessProbe']);
  return { kind: 'manifest', at, says: 'a probe says when a pod is ready' };
}
`;
}
