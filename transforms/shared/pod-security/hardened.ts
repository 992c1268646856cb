/** Containers that a transform adds: what they may do, and what they may take. */

import type { Container, JsonObject } from '../../../src/transform.ts';
import { isMap } from '../data.ts';

/** For a program that writes to volumes alone. */
export const HARDENED: JsonObject = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

/** A limit of its processor where the container that it serves has one: others do without on purpose. */
export function limitsLike(
  container: Container,
  { cpu, memory }: { cpu: string; memory: string },
): JsonObject {
  const limits = container.get(['resources', 'limits']);
  return { ...(isMap(limits) && 'cpu' in limits && { cpu }), memory };
}
