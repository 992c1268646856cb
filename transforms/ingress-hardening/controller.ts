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
  const usual = named === undefined ? undefined : byName(named);
  if (usual !== undefined) {
    const at = ingress.where(['spec', 'ingressClassName']);
    return { name: usual, evidence: { kind: 'manifest', at, says: `its class is ${named}` } };
  }
  return byAnnotations(ingress) ?? firstOf(likeIt(named, ingress, root), byAnnotations);
}

/** `alb` also in `alb-internal` and `aws-alb`. */
function byName(named: string): ControllerName | undefined {
  return BY_NAME[named] ?? firstOf(named.split(/[-_.]/), part => BY_NAME[part]);
}

/** Others of the same class: what serves one of them serves all. */
function likeIt(named: string | undefined, ingress: Resource, { platform }: Root): readonly Resource[] {
  if (named === undefined) return [];
  return platform
    .find('Ingress', platform.namespaceOf(ingress))
    .filter(each => each !== ingress && classOf(each) === named);
}

/** Nothing where they are of several: a base speaks to the controllers of all environments, and each has one of them. */
function byAnnotations(ingress: Resource): Controller | undefined {
  const found = Object.keys(ingress.annotations).flatMap(key => {
    const [, name] = BY_ANNOTATION.find(([prefix]) => key.startsWith(prefix)) ?? [];
    return name === undefined ? [] : [{ key, name }];
  });
  const [first] = found;
  if (first === undefined || found.some(({ name }) => name !== first.name)) return undefined;
  const at = ingress.where(annotationPath(first.key));
  return {
    name: first.name,
    evidence: { kind: 'manifest', at, says: `${first.key} is one of its annotations` },
  };
}

/** The first answer that is one. */
export function firstOf<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function classOf(ingress: Resource): string | undefined {
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
