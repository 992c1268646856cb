/** Who writes the value of a field besides the files that an edit could be made in: controllers, release scripts, what fills variables in. */

import { fitsWildcard } from '../../kubernetes/wildcard.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import type { FieldPath, Root } from '../../transform.ts';
import type { Decision } from '../model/decision.ts';
import { imageNamesOf } from '../rendered/image-names.ts';
import { belowRenames } from '../rendered/image-parts.ts';
import { nodeAt, type RenderedObject } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import { holdsVariable, placesOfVariables, type Variable } from '../repository/gitops/variables.ts';
import { markAt } from '../repository/others/automation-marks.ts';
import { type ImageOverride, repositoryOf } from '../repository/others/image-overrides.ts';
import type { ImagePolicies } from '../repository/others/image-policies.ts';
import { valueAt } from './whole/field-values.ts';

/** What writes the value of a field, as a question. */
export type Automation = (object: RenderedObject, path: FieldPath) => Decision | undefined;

/** The first answer of several; null where nobody could give one. */
export function firstOf(automations: readonly (Automation | null | false)[]): Automation | null {
  const asked = automations.filter(each => each !== null && each !== false);
  if (asked.length === 0) return null;
  return (object, path) => {
    for (const automation of asked) {
      const decision = automation(object, path);
      if (decision !== undefined) return decision;
    }
    return undefined;
  };
}

/** A variable that Flux replaces after the build is a value that somebody else states. */
export function filledIn(
  { object }: RenderedObject,
  path: FieldPath,
  variables: ReadonlyMap<string, Variable>,
): Decision | undefined {
  const value = valueAt(object, path);
  if (typeof value !== 'string' || !holdsVariable(value)) return undefined;
  const places = placesOfVariables(value, variables);
  const by = places.length === 0 ? '' : ` (${places.join(', ')})`;
  return { about: 'values that Flux fills in', known: `the value is ${value}, which Flux fills in${by}` };
}

/** Marks where the value is written, and where an entry that only renames an image leaves its tag to. */
export function automationAt(
  files: Files,
  node: Node | undefined,
  policies: () => ImagePolicies,
): Decision | undefined {
  return node && (markAt(files, node, policies) ?? markAt(files, belowRenames(node), policies));
}

/** The override of an image in a root: by any name that it has on its way through the layers. */
export function overrideOf(
  overrides: readonly ImageOverride[],
  root: Root,
  object: RenderedObject,
  path: FieldPath,
): ImageOverride | undefined {
  if (overrides.length === 0) return undefined;
  const images = root.resources.find(({ key }) => key === object.key)?.images ?? [];
  if (!images.some(image => sameJson(image.path, path))) return undefined;
  const repositories = imageNamesOf(nodeAt(object.final.node, path)).map(repositoryOf);
  return overrides.find(
    override =>
      override.repositories === null ||
      [...override.repositories].some(pattern => repositories.some(name => fitsWildcard(pattern, name))),
  );
}
