/** The transforms, in the order in which they run. */

import containerPorts from './container-ports.ts';
import imagePin from './image-pin.ts';
import limitRange from './limit-range.ts';
import podDisruptionBudget from './pod-disruption-budget.ts';
import probes from './probes.ts';
import recommendedLabels from './recommended-labels.ts';
import resourceQuota from './resource-quota.ts';
import resources from './resources.ts';
import securityContext from './security-context.ts';
import serviceAccountToken from './service-account-token.ts';
import validate from './validate.ts';
import writablePaths from './writable-paths.ts';

export const transforms = [
  securityContext,
  writablePaths,
  serviceAccountToken,
  imagePin,
  containerPorts,
  probes,
  resources,
  podDisruptionBudget,
  limitRange,
  resourceQuota,
  recommendedLabels,
  validate,
] as const;
