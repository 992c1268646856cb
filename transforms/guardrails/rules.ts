/** What may be true of pods, as a workload shows it, and as an API server is told to look for it. */

import type { Container, Workload } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { effectiveSecurity, isPrivileged } from '../shared/pods.ts';

export interface Rule {
  /** As the end of a sentence about pods: `no container is privileged`. */
  readonly says: string;
  /** The loosest level of Pod Security that holds it too. */
  readonly level?: 'baseline' | 'restricted';
  /** Says it in CEL, of `variables.pod` and of `variables.containers`, those that only start included. */
  readonly expression: string;
  /** Another that holds it too. */
  readonly impliedBy?: Rule;
  isKept(workload: Workload): boolean;
}

/**
 * What expressions speak of: the pod of whatever has one, and its containers. Types are left open (`dyn`), since an object
 * is of one of several.
 */
export const VARIABLES = [
  {
    name: 'pod',
    expression:
      "object.kind == 'Pod' ? dyn(object).spec : object.kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec.template.spec : dyn(object).spec.template.spec",
  },
  {
    name: 'containers',
    expression: 'variables.pod.containers + variables.pod.?initContainers.orValue([])',
  },
] as const;

const BY_DIGEST: Rule = {
  says: 'images have a digest',
  expression: ofContainers("c.image.contains('@sha256:')"),
  isKept: all(({ image }) => image.digest?.startsWith('sha256:') === true),
};

export const RULES: readonly Rule[] = [
  {
    says: 'no container is privileged',
    level: 'baseline',
    expression: ofContainers('!c.?securityContext.?privileged.orValue(false)'),
    isKept: all(container => !isPrivileged(container)),
  },
  {
    says: 'nothing of the host is shared',
    level: 'baseline',
    expression: ['hostNetwork', 'hostPID', 'hostIPC']
      .map(field => `!variables.pod.?${field}.orValue(false)`)
      .join(' && '),
    isKept: ({ pod }) => ['hostNetwork', 'hostPID', 'hostIPC'].every(field => pod[field] !== true),
  },
  {
    says: 'no volume is a folder of the host',
    level: 'baseline',
    expression: 'variables.pod.?volumes.orValue([]).all(v, !v.?hostPath.hasValue())',
    isKept: ({ pod }) => mapsIn(pod.volumes).every(({ hostPath = null }) => hostPath === null),
  },
  {
    says: 'containers say runAsNonRoot',
    level: 'restricted',
    expression: ofContainers(
      'c.?securityContext.?runAsNonRoot.orValue(variables.pod.?securityContext.?runAsNonRoot.orValue(false))',
    ),
    isKept: all(container => effectiveSecurity(container, 'runAsNonRoot') === true),
  },
  {
    says: 'containers gain no privileges',
    level: 'restricted',
    expression: ofContainers('!c.?securityContext.?allowPrivilegeEscalation.orValue(true)'),
    isKept: all(container => container.get(['securityContext', 'allowPrivilegeEscalation']) === false),
  },
  {
    says: 'containers drop all capabilities',
    level: 'restricted',
    expression: ofContainers("'ALL' in c.?securityContext.?capabilities.?drop.orValue([])"),
    isKept: all(container =>
      stringsIn(container.get(['securityContext', 'capabilities', 'drop'])).includes('ALL'),
    ),
  },
  {
    says: 'containers run under a seccomp profile',
    level: 'restricted',
    expression: ofContainers(
      "c.?securityContext.?seccompProfile.?type.orValue(variables.pod.?securityContext.?seccompProfile.?type.orValue('Unconfined')) != 'Unconfined'",
    ),
    isKept: all(container => {
      const profile = effectiveSecurity(container, 'seccompProfile');
      return mapsIn([profile ?? null]).some(({ type }) => typeof type === 'string' && type !== 'Unconfined');
    }),
  },
  {
    says: 'root file systems are read-only',
    expression: ofContainers('c.?securityContext.?readOnlyRootFilesystem.orValue(false)'),
    isKept: all(container => container.get(['securityContext', 'readOnlyRootFilesystem']) === true),
  },
  BY_DIGEST,
  {
    says: 'images have a tag other than latest, or a digest',
    impliedBy: BY_DIGEST,
    expression: ofContainers(
      "c.image.contains('@') || (c.image.matches(':[^/]+$') && !c.image.endsWith(':latest'))",
    ),
    isKept: all(
      ({ image: { tag, digest, text } }) =>
        digest !== undefined || (tag !== undefined && tag !== 'latest' && !text.includes('$')),
    ),
  },
  ...(['cpu', 'memory'] as const).map(
    (resource): Rule => ({
      says: `containers request ${resource}`,
      // The API server takes a limit for a request that is left out.
      expression: ofContainers(
        `c.?resources.?requests.?${resource}.hasValue() || c.?resources.?limits.?${resource}.hasValue()`,
      ),
      isKept: all(
        container => states(container, 'requests', resource) || states(container, 'limits', resource),
      ),
    }),
  ),
  {
    says: 'containers have a limit of memory',
    expression: ofContainers('c.?resources.?limits.?memory.hasValue()'),
    isKept: all(container => states(container, 'limits', 'memory')),
  },
];

function ofContainers(expression: string): string {
  return `variables.containers.all(c, ${expression})`;
}

function all(isKept: (container: Container) => boolean): Rule['isKept'] {
  return ({ containers }) => containers.every(isKept);
}

function states(container: Container, type: string, resource: string): boolean {
  return (container.get(['resources', type, resource]) ?? null) !== null;
}
