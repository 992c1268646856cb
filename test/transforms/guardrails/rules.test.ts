import { parse } from 'yaml';
import { RULES } from '../../../transforms/guardrails/rules.ts';
import { rootOf } from '../root.ts';
import { evaluated } from './cel.ts';

const STRICT =
  'securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}';
const AMOUNTS = 'resources: {requests: {cpu: 100m}, limits: {memory: 64Mi}}';
const IMAGE = `image: "web:1@sha256:${'a'.repeat(64)}"`;

const pod = (spec: string, kind = 'Deployment') => {
  const template = `template: {metadata: {labels: {app: web}}, spec: {${spec}}}`;
  const inner = kind === 'CronJob' ? `schedule: "@daily", jobTemplate: {spec: {${template}}}` : template;
  return `{apiVersion: ${kind === 'CronJob' ? 'batch/v1' : 'apps/v1'}, kind: ${kind}, metadata: {name: web, namespace: shop}, spec: {${inner}}}`;
};
const containers = (...all: string[]) =>
  `containers: [${all.map((each, i) => `{name: c${i}, ${each}}`).join(', ')}]`;

/** What the rule and its expression say, which must be the same. */
function said(says: string, text: string): boolean {
  const rule = RULES.find(each => each.says === says)!;
  const [workload] = rootOf(text).workloads;
  const isKept = rule.isKept(workload!);
  expect({ text, says, cel: evaluated(rule.expression, parse(text)) }).toEqual({ text, says, cel: isKept });
  return isKept;
}

const GOOD = `${IMAGE}, ${STRICT}, ${AMOUNTS}`;

test.each(RULES.map(({ says }) => says))('%s: of what is good, in whatever kind', says => {
  for (const kind of ['Deployment', 'CronJob']) expect(said(says, pod(containers(GOOD), kind))).toBe(true);
  const start = `${containers(GOOD)}, initContainers: [{name: first, ${GOOD}}]`;
  expect(said(says, pod(start))).toBe(true);
});

test.each([
  ['no container is privileged', containers(`${IMAGE}, securityContext: {privileged: true}`)],
  ['nothing of the host is shared', `${containers(GOOD)}, hostNetwork: true`],
  ['nothing of the host is shared', `${containers(GOOD)}, hostIPC: true`],
  ['no volume is a folder of the host', `${containers(GOOD)}, volumes: [{name: v, hostPath: {path: /}}]`],
  ['containers say runAsNonRoot', containers(IMAGE)],
  [
    'containers say runAsNonRoot',
    `${containers(`${IMAGE}, securityContext: {runAsNonRoot: false}`)}, securityContext: {runAsNonRoot: true}`,
  ],
  ['containers gain no privileges', containers(GOOD, IMAGE)],
  [
    'containers drop all capabilities',
    containers(`${IMAGE}, securityContext: {capabilities: {drop: [NET_RAW]}}`),
  ],
  ['containers run under a seccomp profile', containers(IMAGE)],
  [
    'containers run under a seccomp profile',
    containers(`${IMAGE}, securityContext: {seccompProfile: {type: Unconfined}}`),
  ],
  ['root file systems are read-only', `${containers(GOOD)}, initContainers: [{name: first, ${IMAGE}}]`],
  ['images have a digest', containers('image: "web:1"')],
  ['images have a tag other than latest, or a digest', containers('image: web')],
  ['images have a tag other than latest, or a digest', containers('image: "registry:5000/web"')],
  ['images have a tag other than latest, or a digest', containers('image: "web:latest"')],
  ['containers request cpu', containers(`${IMAGE}, resources: {requests: {memory: 64Mi}}`)],
  ['containers request memory', containers(IMAGE)],
  ['containers have a limit of memory', containers(`${IMAGE}, resources: {requests: {memory: 64Mi}}`)],
])('%s: broken by %s', (says, spec) => {
  expect(said(says, pod(spec))).toBe(false);
});

test.each([
  ['containers say runAsNonRoot', `${containers(IMAGE)}, securityContext: {runAsNonRoot: true}`],
  [
    'containers run under a seccomp profile',
    `${containers(IMAGE)}, securityContext: {seccompProfile: {type: RuntimeDefault}}`,
  ],
  ['containers request cpu', containers(`${IMAGE}, resources: {limits: {cpu: 1}}`)],
  ['images have a tag other than latest, or a digest', containers('image: "registry:5000/web:2"')],
])('%s: kept by %s', (says, spec) => {
  expect(said(says, pod(spec))).toBe(true);
});

test('every rule is broken by something above, and by a pod that is shown to an API server', async () => {
  const { BREACHES } = await import('../../../scripts/guardrails-breaches.ts');
  expect(Object.keys(BREACHES).sort()).toEqual(RULES.map(({ says }) => says).sort());
});
