/** Fields and annotations that have a successor. */
import {
  type Evidence,
  type FieldPath,
  type Json,
  nameOf,
  type Proposal,
  type Resource,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';
import { type MasterMessage, masterProposals } from './master.ts';
import { at } from './moves.ts';

export type FieldMessage =
  | 'account-field'
  | 'ingress-class'
  | 'ingress-class-twice'
  | 'scaled-version'
  | MasterMessage;

/** What the objects of a root say in former fields. */
export function* fieldProposals(resource: Resource, root: Root): Generator<Proposal<FieldMessage>> {
  if (resource.kind === 'Ingress') yield* className(resource, root);
  yield* scaledVersion(resource, root);
}

/** What pods say so. */
export function* podFieldProposals(
  workload: Workload,
  root: Root,
  served: boolean,
): Generator<Proposal<FieldMessage>> {
  yield* accountField(workload, root, served);
  yield* masterProposals(workload);
}

/** The API server fills either in from the other. */
function* accountField(workload: Workload, root: Root, served: boolean): Generator<Proposal<FieldMessage>> {
  const path = [...workload.podPath, 'serviceAccount'];
  const account = workload.get(path);
  if (typeof account !== 'string') return;
  const name = [...workload.podPath, 'serviceAccountName'];
  const isSaid = typeof workload.get(name) === 'string';
  // What is taken from a running object always says both.
  if (workload.get(name) === account && !served) return;
  yield {
    message: 'account-field',
    data: { subject: describeWorkload(workload), account },
    at: { on: workload.key, path },
    changes: [
      ...(isSaid ? [] : [workload.set(name, accountOf(account, workload, root))]),
      workload.remove(path),
    ],
    via: 'texts',
    // What the API server keeps is the same.
    restarts: false,
    evidence: [
      {
        kind: 'manifest',
        at: workload.where(path),
        says: isSaid ? 'where both are said the name counts' : 'the API server takes one for the other',
      },
    ],
  };
}

/** Layers that rename accounts write into the one field and not into the other. */
function accountOf(account: string, workload: Workload, root: Root): Json {
  const namespace = root.platform.namespaceOf(workload);
  const [found] = root.find(
    'ServiceAccount',
    each => each.name === account && root.platform.namespaceOf(each) === namespace,
  );
  return found === undefined ? account : nameOf(found);
}

const CLASS: FieldPath = ['metadata', 'annotations', 'kubernetes.io/ingress.class'];

/**
 * The controller of GKE reads the annotation alone: without it and with a class in the field it takes no action
 * (cloud.google.com/kubernetes-engine/docs/concepts/ingress).
 */
const BY_ANNOTATION = /^gce(?:-internal)?$/;

function* className(ingress: Resource, root: Root): Generator<Proposal<FieldMessage>> {
  const name = ingress.get(CLASS);
  if (typeof name !== 'string' || ingress.apiVersion !== 'networking.k8s.io/v1') return;
  const field: FieldPath = ['spec', 'ingressClassName'];
  const said = ingress.get(field);
  const isSaid = typeof said === 'string';
  const known = readsTheField(name, ingress, root);
  const doubts = [
    ...(isSaid && said !== name ? [`the field says ${said}: which of the two is meant?`] : []),
    ...(known === undefined
      ? [`no IngressClass ${name} stands here, without which the field means nothing`]
      : []),
  ];
  const found = {
    message: isSaid ? 'ingress-class-twice' : 'ingress-class',
    data: { name: ingress.name, class: name },
    at: { on: ingress.key, path: CLASS },
  } as const;
  if (BY_ANNOTATION.test(name)) return;
  const declined = isSaid ? undefined : root.platform.declinedAt(ingress.where(CLASS), ['ingressClassName']);
  if (declined !== undefined) {
    yield { ...found, changes: [], evidence: [], known: `its comment says why: ${declined}` };
    return;
  }
  yield {
    ...found,
    changes: [...(isSaid ? [] : [ingress.set(field, name)]), ingress.remove(CLASS)],
    evidence: known === undefined ? [] : [known],
    doubts,
  };
}

/** What shows that a class of this name exists, whose controller then reads the field: the class, or who says it so. */
function readsTheField(name: string, ingress: Resource, { find, platform }: Root): Evidence | undefined {
  const [made] = platform.find('IngressClass', undefined).filter(each => each.name === name);
  if (made !== undefined) {
    return {
      kind: 'manifest',
      at: made.where(['metadata', 'name']),
      says: `IngressClass ${name} stands here`,
    };
  }
  const path = ['spec', 'ingressClassName'];
  const like = [...find('Ingress'), ...platform.find('Ingress', platform.namespaceOf(ingress))].find(
    each => each.get(path) === name,
  );
  return (
    like && { kind: 'manifest', at: like.where(path), says: `Ingress ${like.name} says ${name} in the field` }
  );
}

const GONE = /^(?:extensions\/v1beta1|apps\/v1beta[12])$/;

/** An autoscaler looks its target up by the version that it says. */
function* scaledVersion(resource: Resource, root: Root): Generator<Proposal<FieldMessage>> {
  for (const field of ['scaleTargetRef', 'targetRef']) {
    const path = ['spec', field, 'apiVersion'];
    const version = resource.get(path);
    if (typeof version !== 'string' || !GONE.test(version)) continue;
    const { kind, name } = (at(resource.object, 'spec', field) ?? {}) as Record<string, Json>;
    const [target] = root.find(String(kind), each => each.name === name);
    yield {
      message: 'scaled-version',
      data: { kind: resource.kind, name: resource.name, target: `${String(kind)} ${String(name)}`, version },
      at: { on: resource.key, path },
      changes: [resource.set(path, 'apps/v1')],
      restarts: false,
      evidence: [
        target === undefined
          ? {
              kind: 'manifest',
              at: resource.where(path),
              says: `no cluster since Kubernetes 1.16 serves ${version}`,
            }
          : {
              kind: 'manifest',
              at: target.where(['apiVersion']),
              says: `${target.kind} ${target.name} is its target`,
            },
      ],
    };
  }
}
