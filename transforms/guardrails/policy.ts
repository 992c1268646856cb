/** Rules as objects of the API server. */

import type { JsonObject } from '../../src/transform.ts';
import { type Rule, VARIABLES } from './rules.ts';

export type Action = 'Audit' | 'Warn' | 'Deny';

const API = 'admissionregistration.k8s.io/v1';

/** What is not warned of is still written down. */
export function actionsOf(action: Action): readonly string[] {
  return action === 'Audit' ? ['Audit'] : [action, 'Audit'];
}

export function policyOf(name: string, rules: readonly Rule[]): JsonObject {
  const operations = ['CREATE', 'UPDATE'];
  return {
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations, resources: ['pods'] },
          {
            apiGroups: ['apps'],
            apiVersions: ['v1'],
            operations,
            resources: ['deployments', 'statefulsets', 'daemonsets'],
          },
          { apiGroups: ['batch'], apiVersions: ['v1'], operations, resources: ['jobs', 'cronjobs'] },
        ],
      },
      matchConditions: [
        {
          // Controllers write status, finalizers and annotations of what was there before.
          name: 'spec-changes',
          expression: 'oldObject == null || object.spec != oldObject.spec',
        },
      ],
      variables: VARIABLES.map(each => ({ ...each })),
      validations: rules.map(({ expression, says }) => ({ expression, message: `falls short of: ${says}` })),
    },
  };
}

export function bindingOf(name: string, namespace: string, action: Action): JsonObject {
  return {
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: actionsOf(action),
      matchResources: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      },
    },
  };
}
