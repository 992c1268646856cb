/** Files of an image by which a proxy asks for a Service as it was called before a prefix or a suffix. */

import { literal } from '../../../src/text/literal.ts';
import type { Proposal, Root, Workload } from '../../../src/transform.ts';
import { fileOf } from '../../shared/places.ts';
import { isStillThere, renamesOf } from './renamed.ts';

/** kustomize renames nothing in an image: with a host that it does not find nginx does not even start. */
export function* formerNamesInImages(
  workload: Workload,
  root: Root,
): Generator<Proposal<'renamed-in-image'>> {
  const renames = renamesOf(root).filter(({ kind, isHashed }) => kind === 'Service' && !isHashed);
  if (renames.length === 0) return;
  const said = new Set<string>();
  for (const { facts, path } of workload.containers) {
    for (const line of root.platform.forwards.filter(({ at }) => facts.copies.includes(fileOf(at)))) {
      const found = renames.find(
        each =>
          (each.namespace ?? workload.namespace) === workload.namespace &&
          asks(line.text, each.from) &&
          !isStillThere(each, workload, root),
      );
      if (found === undefined || said.has(found.from)) continue;
      said.add(found.from);
      yield {
        message: 'renamed-in-image',
        data: {
          workload: `${workload.kind} ${workload.name}`,
          file: fileOf(line.at),
          from: found.from,
          to: found.to,
        },
        at: { on: workload.key, path: [...path, 'image'] },
        changes: [],
        evidence: [{ kind: 'manifest', at: line.at, says: `it asks ${found.from}` }],
        known: `nothing else is called ${found.from}: the program has to be told the host, or a Service of that name stands beside it`,
      };
    }
  }
}

/** With a port: a name alone may be one that the file gives itself (`upstream backend`). */
function asks(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.-])${literal(name)}:\\d{2,5}\\b`).test(text);
}
