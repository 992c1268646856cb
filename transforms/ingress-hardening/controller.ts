/** Which controller serves an Ingress, and what its annotations are. */

import type { Evidence, Resource, Root } from '../../src/transform.ts';

export type ControllerName = 'ingress-nginx' | 'traefik' | 'another';

/** Undefined where nothing tells: a class is called as its owner likes, and `nginx` is often that of NGINX's own controller. */
export interface Controller {
  readonly name: ControllerName;
  readonly evidence: Evidence;
}

const BY_CLASS: Readonly<Record<string, ControllerName>> = {
  'k8s.io/ingress-nginx': 'ingress-nginx',
  'traefik.io/ingress-controller': 'traefik',
};

/** Names that only one controller goes by: an environment may have another one than the annotations of its base are for. */
const BY_NAME: Readonly<Record<string, ControllerName>> = {
  traefik: 'traefik',
  alb: 'another',
  gce: 'another',
  'gce-internal': 'another',
  haproxy: 'another',
  kong: 'another',
  contour: 'another',
  cilium: 'another',
  'azure-application-gateway': 'another',
  'azure/application-gateway': 'another',
};

const BY_ANNOTATION: readonly (readonly [prefix: string, ControllerName])[] = [
  ['nginx.ingress.kubernetes.io/', 'ingress-nginx'],
  ['traefik.ingress.kubernetes.io/', 'traefik'],
  ['nginx.org/', 'another'],
  ['alb.ingress.kubernetes.io/', 'another'],
  ['haproxy.org/', 'another'],
  ['haproxy-ingress.github.io/', 'another'],
  ['appgw.ingress.kubernetes.io/', 'another'],
];

export function controllerOf(ingress: Resource, root: Root): Controller | undefined {
  const named = classOf(ingress);
  const ofClass = root.platform.find('IngressClass', undefined).find(({ name }) => name === named);
  const said = ofClass?.get(['spec', 'controller']);
  if (typeof said === 'string') {
    const at = ofClass!.where(['spec', 'controller']);
    return {
      name: BY_CLASS[said] ?? 'another',
      evidence: { kind: 'manifest', at, says: `its class is served by ${said}` },
    };
  }
  const usual = named === undefined ? undefined : BY_NAME[named];
  if (usual !== undefined) {
    const at = ingress.where(['spec', 'ingressClassName']);
    return { name: usual, evidence: { kind: 'manifest', at, says: `its class is ${named}` } };
  }
  return byAnnotations(ingress) ?? firstOf(likeIt(named, ingress, root), byAnnotations);
}

/** Others of the same class: what serves one of them serves all. */
function likeIt(named: string | undefined, ingress: Resource, { platform }: Root): readonly Resource[] {
  if (named === undefined) return [];
  return platform
    .find('Ingress', platform.namespaceOf(ingress))
    .filter(each => each !== ingress && classOf(each) === named);
}

function byAnnotations(ingress: Resource): Controller | undefined {
  for (const key of Object.keys(ingress.annotations)) {
    const name = BY_ANNOTATION.find(([prefix]) => key.startsWith(prefix))?.[1];
    if (name === undefined) continue;
    const at = ingress.where(annotationPath(key));
    return { name, evidence: { kind: 'manifest', at, says: `${key} is one of its annotations` } };
  }
  return undefined;
}

function firstOf<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function classOf(ingress: Resource): string | undefined {
  const named =
    ingress.get(['spec', 'ingressClassName']) ?? ingress.annotations['kubernetes.io/ingress.class'];
  return typeof named === 'string' ? named : undefined;
}

const NGINX = 'nginx.ingress.kubernetes.io/';

/** The value of an annotation of ingress-nginx. */
export function nginxSays({ annotations }: Resource, name: string): string | undefined {
  return annotations[`${NGINX}${name}`];
}

export function nginxPath(name: string): readonly string[] {
  return annotationPath(`${NGINX}${name}`);
}

export function annotationPath(key: string): readonly string[] {
  return ['metadata', 'annotations', key];
}
