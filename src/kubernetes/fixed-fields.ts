/** Fields that the API server lets nobody change while the object is there, and what a change takes. */

import { compareQuantities, parseQuantity } from './quantity.ts';

interface Fixed {
  /** Group of the API; the core group is ''. */
  readonly group: string;
  readonly kinds: readonly string[];
  readonly path: readonly string[];
  /** What is below it and may change. */
  readonly except?: readonly string[];
  /** What is lost or has to be seen to, in a few words. */
  readonly takes: string;
  /** The value may grow. */
  readonly grows?: true;
  /** Of objects alone that say `immutable: true`. */
  readonly sealed?: true;
  /** It may get, once, the value of the annotation that said it before there was a field. */
  readonly succeeds?: { readonly path: readonly string[]; readonly annotation: string };
}

const PODS_STAY = 'kubectl delete --cascade=orphan keeps its pods and claims';
const PODS_GO = 'its pods go with it';
const DATA_GOES = 'what it holds has to be saved first';

/**
 * As the validation of each kind has it.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/apps/validation/validation.go
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#clusterrolebinding-example
 */
const FIXED: readonly Fixed[] = [
  {
    group: 'apps',
    kinds: ['StatefulSet'],
    path: ['spec'],
    except: [
      ...['replicas', 'ordinals', 'template', 'updateStrategy', 'minReadySeconds', 'revisionHistoryLimit'],
      'persistentVolumeClaimRetentionPolicy',
    ],
    takes: PODS_STAY,
  },
  {
    group: 'apps',
    kinds: ['Deployment', 'DaemonSet', 'ReplicaSet'],
    path: ['spec', 'selector'],
    takes: PODS_GO,
  },
  ...[
    ...['selector', 'manualSelector', 'completions', 'completionMode', 'podFailurePolicy'],
    ...['backoffLimitPerIndex', 'successPolicy', 'managedBy'],
  ].map(field => ({ group: 'batch', kinds: ['Job'], path: ['spec', field], takes: 'it runs again' })),
  {
    group: '',
    kinds: ['PersistentVolumeClaim'],
    path: ['spec'],
    except: ['resources', 'volumeAttributesClassName'],
    succeeds: { path: ['spec', 'storageClassName'], annotation: 'volume.beta.kubernetes.io/storage-class' },
    takes: DATA_GOES,
  },
  {
    group: '',
    kinds: ['PersistentVolumeClaim'],
    path: ['spec', 'resources', 'requests', 'storage'],
    takes: DATA_GOES,
    grows: true,
  },
  ...['clusterIP', 'clusterIPs', 'loadBalancerClass'].map(field => ({
    group: '',
    kinds: ['Service'],
    path: ['spec', field],
    takes: 'it gets another address',
  })),
  {
    group: 'rbac.authorization.k8s.io',
    kinds: ['RoleBinding', 'ClusterRoleBinding'],
    path: ['roleRef'],
    takes: 'in between nobody has its rights',
  },
  ...['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'].map(field => ({
    group: 'storage.k8s.io',
    kinds: ['StorageClass'],
    path: [field],
    takes: 'volumes that are there stay as they are',
  })),
  ...['driverName', 'parameters'].map(field => ({
    group: 'storage.k8s.io',
    kinds: ['VolumeAttributesClass'],
    path: [field],
    takes: 'volumes that are there stay as they are',
  })),
  ...['value', 'preemptionPolicy'].map(field => ({
    group: 'scheduling.k8s.io',
    kinds: ['PriorityClass'],
    path: [field],
    takes: 'pods that are there keep their priority',
  })),
  {
    group: 'networking.k8s.io',
    kinds: ['IngressClass'],
    path: ['spec', 'controller'],
    takes: 'its Ingresses stay',
  },
  {
    group: '',
    kinds: ['Secret'],
    path: ['type'],
    takes: 'whoever made it in the cluster has to do so again',
  },
  ...['data', 'binaryData', 'stringData', 'immutable'].map(field => ({
    group: '',
    kinds: ['ConfigMap', 'Secret'],
    path: [field],
    takes: 'another name does as well',
    sealed: true as const,
  })),
];

type Step = string | { readonly [key: string]: string | number };

export interface FieldChange {
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: { readonly [key: string]: unknown };
  readonly path: readonly Step[];
  /** Undefined where the field goes. */
  readonly value: unknown;
}

/** The fixed field that a change is about, and what it takes to change it all the same; undefined where there is none. */
export function fixedField(
  change: FieldChange,
): { readonly field: string; readonly takes: string } | undefined {
  const { apiVersion, kind, object, path } = change;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  const found = FIXED.find(
    each =>
      each.group === group &&
      each.kinds.includes(kind) &&
      (each.sealed !== true || object.immutable === true) &&
      isAbout(each, path) &&
      !mayGrow(each, change) &&
      !isSuccessor(each, change),
  );
  if (found === undefined) return undefined;
  const steps = path.filter(step => typeof step === 'string').slice(0, Math.max(found.path.length, 2));
  return { field: steps.join('.'), takes: found.takes };
}

/** Whether a path leads to the field, below it, or past it from above. */
function isAbout({ path: fixed, except = [] }: Fixed, path: readonly Step[]): boolean {
  const shared = Math.min(fixed.length, path.length);
  if (!fixed.slice(0, shared).every((step, index) => path[index] === step)) return false;
  const next = path[fixed.length];
  return typeof next !== 'string' || !except.includes(next);
}

function mayGrow({ grows, path }: Fixed, { object, value }: FieldChange): boolean {
  if (grows !== true) return false;
  const [before, after] = [path.reduce<unknown>(below, object), value].map(quantityOf);
  return before !== undefined && after !== undefined && compareQuantities(after, before) >= 0;
}

function isSuccessor({ succeeds }: Fixed, { object, path, value }: FieldChange): boolean {
  if (succeeds === undefined || path.join() !== succeeds.path.join()) return false;
  const before = succeeds.path.reduce<unknown>(below, object) ?? undefined;
  const said = ['metadata', 'annotations', succeeds.annotation].reduce<unknown>(below, object);
  return before === undefined && value !== undefined && value === said;
}

function below(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function quantityOf(value: unknown) {
  return typeof value === 'string' || typeof value === 'number'
    ? (parseQuantity(value) ?? undefined)
    : undefined;
}
