/** The real kustomize for tests; undefined where there is none: only our own evaluation judges then. */
import { presentKustomize } from '../../scripts/kustomize.ts';
import type { WitnessTool } from '../../src/witness/tool.ts';

const present = presentKustomize();

export const realKustomize: WitnessTool | undefined = present && { ...present, env: process.env };
