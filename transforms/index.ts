/** The transforms, in the order in which they run. */

import containerPorts from './container-ports/index.ts';
import imagePin from './image-pin/index.ts';
import limitRange from './limit-range/index.ts';
import podDisruptionBudget from './pod-disruption-budget/index.ts';
import probes from './probes/index.ts';
import recommendedLabels from './recommended-labels/index.ts';
import resourceQuota from './resource-quota/index.ts';
import resources from './resources/index.ts';
import securityContext from './security-context/index.ts';
import serviceAccountToken from './service-account-token/index.ts';
import validate from './validate/index.ts';
import writablePaths from './writable-paths/index.ts';

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
