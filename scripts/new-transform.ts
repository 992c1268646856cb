/**
 * The files of a new transform: an example that is small, real and complete, so that a newcomer changes what is there and
 * runs it after every step.
 */

/** Text by path. */
export function newTransform(id: string, order: number): Readonly<Record<string, string>> {
  const tests = `test/transforms/${id}`;
  return {
    [`transforms/${id}/index.ts`]: transform(id, order),
    [`${tests}/unit.test.ts`]: unitTest(id),
    [`${tests}/absent.yaml`]: 'blocked: there is nothing that only a person could decide\n',
    [`${tests}/cases/example/case.yaml`]: 'unsafe: true\n',
    ...inFolder(`${tests}/cases/example/repo`, {
      'kustomization.yaml': 'resources:\n- web.yaml\n',
      'web.yaml': deployment(''),
    }),
    ...inFolder(`${tests}/cases/already-good/repo`, {
      'kustomization.yaml': 'resources:\n- web.yaml\n',
      'web.yaml': deployment('  minReadySeconds: 5\n'),
    }),
    [`${tests}/cases/overlay-owns-it/case.yaml`]: 'unsafe: true\n',
    ...inFolder(`${tests}/cases/overlay-owns-it/repo`, {
      'base/kustomization.yaml': 'resources:\n- web.yaml\n',
      'base/web.yaml': deployment('  minReadySeconds: 5\n'),
      'kustomization.yaml': 'resources:\n- base\npatches:\n- path: web.yaml\n',
      'web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  minReadySeconds: null # not the 5 of the base\n',
    }),
    [`${tests}/cases/seconds-of-the-configuration/case.yaml`]:
      'about: the number that the team has written down needs no look\n',
    ...inFolder(`${tests}/cases/seconds-of-the-configuration/repo`, {
      'kustomend.yaml': `transforms:\n  ${id}:\n    seconds: 30\n`,
      'kustomization.yaml': 'resources:\n- web.yaml\n',
      'web.yaml': deployment(''),
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
`;
}

function transform(id: string, order: number): string {
  return `/** A new pod of a Deployment stays ready for a while before it counts. */
import { defineTransform, type FieldPath } from '../../src/transform.ts';

const FIELD: FieldPath = ['spec', 'minReadySeconds'];
const UNKNOWN = 'nothing says how long a new pod must be watched';

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
  briefs: {
    missing: 'no minReadySeconds',
  },
  docs: {
    why: 'A program that crashes some seconds after its start takes one old pod after the other with it.',
    risk: 'A rollout takes longer by that time for each step.',
    links: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#min-ready-seconds'],
    sameAs: [],
  },
  *plan(deployment, { options: { seconds }, configured }) {
    // A null leaves the field to Kubernetes, as its absence does. A written number is a decision, 0 too.
    if ((deployment.get(FIELD) ?? null) !== null) return;
    const decision = configured('seconds', \`\${seconds} s are enough\`);
    yield {
      message: 'missing',
      data: { name: deployment.name, seconds },
      at: { on: deployment.key, path: FIELD },
      changes: [deployment.set(FIELD, seconds)],
      // The default is a number of ours: only the configuration speaks for one.
      ...(decision === undefined ? { evidence: [], doubts: [UNKNOWN] } : { evidence: [decision] }),
    };
  },
});
`;
}

function unitTest(id: string): string {
  return `import transform from '../../../transforms/${id}/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "web:1"}]';
const of = (more = '', options = {}) => propose(transform, rootOf(workload(POD, { more })), options);

test.each(['', 'minReadySeconds: null'])('the default waits for a yes (%j)', more => {
  const proposal = only(of(more), 'missing');
  expect(changesOf(proposal)).toEqual(['spec.minReadySeconds = 10']);
  expect(proposal).toMatchObject({ safety: 'unsafe', evidence: [] });
});

// 10 is the default too: what counts is that somebody has written it.
test.each([10, 30])('%i of the configuration is safe', seconds => {
  const proposal = only(of('', { seconds }), 'missing');
  expect(changesOf(proposal)).toEqual([\`spec.minReadySeconds = \${seconds}\`]);
  expect(proposal).toMatchObject({ safety: 'safe', evidence: [{ kind: 'config' }] });
});

test.each([0, 5])('a written %i stays', written => {
  expect(of(\`minReadySeconds: \${written}\`)).toEqual([]);
});
`;
}
