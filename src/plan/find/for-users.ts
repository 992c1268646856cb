/** Which proposals a kind's API and its operator leave to the users of the repository. */

import { isForUsers, podKindOf } from '../../kubernetes/pod-templates.ts';
import type { Proposal } from '../../transform.ts';
import type { RenderedRoot } from '../rendered/rendered.ts';

/** False for a fix of a field that the API would refuse or an operator fills in, and for a question about one. */
export function isAskedOfUsers({ at, changes }: Proposal, { byKey }: RenderedRoot): boolean {
  const touched = changes.flatMap(each => ('path' in each ? [each] : []));
  const fields = changes.length === 0 ? [{ resource: at.on, path: at.path }] : touched;
  return fields.every(({ resource, path }) => {
    const object = byKey.get(resource)?.object;
    const known = object && podKindOf(String(object.kind), String(object.apiVersion));
    return known === undefined || isForUsers(known, path);
  });
}
