/** The transforms, in the order in which they run. */

import podDisruptionBudget from './pod-disruption-budget.ts';
import recommendedLabels from './recommended-labels.ts';
import securityContext from './security-context.ts';
import writablePaths from './writable-paths.ts';

export const transforms = [securityContext, writablePaths, podDisruptionBudget, recommendedLabels] as const;
