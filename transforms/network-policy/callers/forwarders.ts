/**
 * Proxies that pass requests on by what no manifest gives them: the configuration is in their image, or a comment is all that speaks of
 * it. Where its place says which workload it is of, that is let in, and it is said.
 */

import { type Address, addressesIn } from '../../../src/network/addresses.ts';
import { serviceCalled, targetsOf } from '../../../src/network/services.ts';
import type { Edge, Resource, Root, Workload, WrittenLine } from '../../../src/transform.ts';
import { indexBy } from '../../shared/index-by.ts';
import { fileOf, folderOf } from '../../shared/places.ts';
import { remembered } from '../../shared/remembered.ts';

interface Forward {
  readonly line: WrittenLine;
  readonly to: Workload;
  readonly port: number | string;
  readonly protocol: Edge['protocol'];
}

const forwardsTo = remembered((root: Root) => {
  const namespaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
  const all = [...namespaces].flatMap(own =>
    root.platform.forwards.flatMap(line => {
      const find = ({ name, namespace }: Pick<Address, 'name' | 'namespace'>) =>
        serviceCalled(name, namespace ?? own, root) ?? renamedService(name, namespace ?? own, root);
      return addressesIn(
        line.text,
        undefined,
        (name, namespace) => find({ name, namespace }) !== undefined,
      ).flatMap(address =>
        targetsOf(find(address)!, address.port, root).map(
          ({ workload: to, port, protocol }): Forward => ({ line, to, port, protocol }),
        ),
      );
    }),
  );
  return indexBy(all, ({ to }) => [to]);
});

/** A layer has given it another name, which an image does not know: who is let in is who was meant. */
function renamedService(name: string, namespace: string | undefined, root: Root): Resource | undefined {
  return root
    .find('Service', each => root.platform.namespaceOf(each) === namespace)
    .find(({ formerNames }) => formerNames.includes(name));
}

/** Connections by lines that are of some workload by where they stand. */
export function forwardedTo(to: Workload, seen: readonly Edge[], root: Root): Edge[] {
  return (forwardsTo(root).get(to) ?? []).flatMap(({ line, port, protocol }) => {
    if (isSeen(line, seen)) return [];
    return ownersOf(line, to, root).map(workload => ({
      from: { type: 'workload', workload } as const,
      to,
      port,
      protocol,
      evidence: {
        kind: 'manifest',
        at: line.at,
        says: `${fileOf(line.at)} passes requests on to its Service`,
      } as const,
    }));
  });
}

/** `file:line` of one of which no workload is known; undefined where there is none. What is only spoken of bars nothing. */
export function strangeForward(to: Workload, seen: readonly Edge[], root: Root): string | undefined {
  return (forwardsTo(root).get(to) ?? []).find(
    ({ line }) => !isComment(line) && !isSeen(line, seen) && ownersOf(line, to, root).length === 0,
  )?.line.at;
}

function isComment(line: WrittenLine): boolean {
  return isManifest(line) && line.text.includes('#');
}

function isManifest({ at }: WrittenLine): boolean {
  return /\.ya?ml$/.test(fileOf(at));
}

/** What a manifest or a generator gives to a program shows the program. */
function isSeen({ at }: WrittenLine, seen: readonly Edge[]): boolean {
  const file = fileOf(at);
  const name = file.slice(folderOf(file).length).replace(/^\//, '');
  return seen.some(
    ({ evidence }) =>
      'at' in evidence && (fileOf(evidence.at) === file || evidence.says.startsWith(`${name} `)),
  );
}

/**
 * Workloads beside it that the comment names, or in whose manifest it stands; of a file of a proxy those whose image has it, else those
 * that are called as it is, or as a folder around it.
 */
function ownersOf(line: WrittenLine, to: Workload, root: Root): readonly Workload[] {
  const around = root.platform.workloadsIn(root.platform.namespaceOf(to)).filter(each => each !== to);
  const bringing = around.filter(({ containers }) =>
    containers.some(({ facts }) => facts.copies.includes(fileOf(line.at))),
  );
  if (bringing.length > 0) return bringing;
  const words = new Set(
    isComment(line)
      ? line.text.split(/[^\w.-]+/)
      : fileOf(line.at)
          .split('/')
          .flatMap(each => [each, each.replace(/\.[\w.-]+$/, '')]),
  );
  const called = around.filter(({ name, formerNames, containers }) =>
    [name, ...formerNames, ...containers.map(({ image }) => image.name.split('/').at(-1)!)].some(each =>
      words.has(each),
    ),
  );
  if (called.length > 0 || !isManifest(line)) return called;
  const above = [to, ...around].filter(
    each => fileOf(each.where([])) === fileOf(line.at) && lineOf(each.where([])) <= lineOf(line.at),
  );
  const [nearest] = above.sort((a, b) => lineOf(b.where([])) - lineOf(a.where([])));
  return nearest === undefined || nearest === to ? [] : [nearest];
}

function lineOf(at: string): number {
  return Number(/\d+$/.exec(at)?.[0]);
}
