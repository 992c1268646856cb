/** Objects of GitOps controllers that apply the same folder to the same place: each object has two owners. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { mapOf } from '../../../src/network/data.ts';
import type { JsonObject, Proposal, Resource, Root } from '../../../src/transform.ts';
import { indexBy } from '../../shared/index-by.ts';

export type TwiceMessage = 'applied-twice';

/** Fields of a Kustomization of Flux by which two of one folder may apply different objects, or to different places. */
const APART = ['targetNamespace', 'kubeConfig', 'postBuild', 'namePrefix', 'nameSuffix', 'components'];
/** So may two Applications of Argo CD. */
const RENDERED_APART = ['kustomize', 'helm', 'directory', 'plugin', 'chart'];

export function* appliedTwice(root: Root): Generator<Proposal<TwiceMessage>> {
  const places = indexBy(root.resources, each => placeOf(each, root) ?? []);
  for (const [, [first, ...others]] of places) {
    for (const other of others)
      yield {
        message: 'applied-twice',
        data: {
          resource: `${other.kind} ${other.name}`,
          first: first!.name,
          folder: folderOf(other),
        },
        at: { on: other.key, path: ['spec'] },
        changes: [],
        evidence: [
          { kind: 'manifest', at: first!.where(['spec']), says: `${first!.name} applies that folder too` },
        ],
        known: 'one of them has to go, or each needs a folder with its own part of the objects',
      };
  }
}

/** What two of them have in common that apply the same objects; none where they may differ. */
function placeOf(resource: Resource, root: Root): string[] | undefined {
  const group = apiGroupOf(resource.apiVersion);
  const spec = mapOf(resource.get(['spec']));
  if (resource.kind === 'Kustomization' && group === 'kustomize.toolkit.fluxcd.io')
    return ofFlux(resource, spec, root);
  return resource.kind === 'Application' && group === 'argoproj.io' ? ofArgo(spec) : undefined;
}

function ofFlux(resource: Resource, spec: JsonObject, { platform }: Root): string[] {
  if (spec.suspend === true || typeof spec.path !== 'string') return [];
  // A patch may take out what the other applies.
  if (JSON.stringify(spec.patches ?? null).includes('$patch')) return [];
  const { kind, name, namespace = platform.namespaceOf(resource) ?? null } = mapOf(spec.sourceRef);
  const apart = APART.map(each => spec[each] ?? null);
  return [JSON.stringify(['flux', kind ?? null, name ?? null, namespace, plain(spec.path), ...apart])];
}

function ofArgo(spec: JsonObject): string[] {
  const source = mapOf(spec.source);
  if (typeof source.path !== 'string' || RENDERED_APART.some(each => source[each] !== undefined)) return [];
  const { server = null, name = null, namespace = null } = mapOf(spec.destination);
  const { repoURL = null, targetRevision = null } = source;
  return [JSON.stringify(['argo', repoURL, targetRevision, plain(source.path), server, name, namespace])];
}

function folderOf(resource: Resource): string {
  const spec = mapOf(resource.get(['spec']));
  return plain(String(spec.path ?? mapOf(spec.source).path)) || '.';
}

function plain(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}
