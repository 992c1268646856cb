/** What names say of the kind of their object at their end. */
import type { JsonObject, Resource, Root } from '../../src/transform.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { isNamedByNobody } from '../shared/leaves.ts';

/** Forms in which people say a kind: one of them is the convention, and stands for the others. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  Service: ['-service', '-svc', '-srv'],
  Deployment: ['-deployment', '-deploy', '-depl', '-dpl'],
  StatefulSet: ['-statefulset', '-stateful-set', '-sts'],
  DaemonSet: ['-daemonset', '-daemon-set', '-ds'],
  ConfigMap: ['-configmap', '-config-map', '-config', '-conf', '-cfg', '-cm'],
  Secret: ['-secrets', '-secret'],
  PersistentVolumeClaim: [
    '-persistentvolumeclaim',
    '-volume-claim',
    '-pv-claim',
    '-pvclaim',
    '-claim',
    '-pvc',
  ],
  Ingress: ['-ingress', '-ing'],
};

/** The form of its kind that a name ends in: of several the longest, as `-pv-claim` is not `-claim`. */
export function endingOf(kind: string, name: string): string | undefined {
  const forms = Object.hasOwn(FORMS, kind) ? FORMS[kind]! : [];
  return forms
    .filter(form => name.length > form.length && name.endsWith(form))
    .sort((a, b) => b.length - a.length)[0];
}

/** The end that names of a kind are to have. */
export function wantedFor(suffixes: JsonObject, kind: string): string | undefined {
  const wanted = Object.hasOwn(suffixes, kind) ? suffixes[kind] : undefined;
  return typeof wanted === 'string' && wanted !== '' ? wanted : undefined;
}

/** An object of the kind whose name has that end; undefined where all that say their kind say it in another way: theirs is one too. */
export function exampleOf(wanted: string, kind: string, root: Root): Resource | undefined {
  return root.before.find(kind).find(each => sourceName(each).endsWith(wanted));
}

/**
 * Whether the end of a name belongs to what runs there (`payment-service`, of a Deployment, a label and a Service alike), and says
 * nothing of the kind of the object.
 */
export function isOfProgram(resource: Resource, root: Root): boolean {
  const name = sourceName(resource);
  return (
    root.before.resources.some(each => each.kind !== resource.kind && sourceName(each) === name) ||
    root.before.workloads.some(
      ({ podLabels, containers }) =>
        Object.values(podLabels).includes(name) || containers.some(each => each.name === name),
    )
  );
}

/** Whether nothing but a program that knows the name by heart reads it: `argocd-cm` has no other one. */
export function isKnownByHeart(resource: Resource, root: Root): boolean {
  return (resource.kind === 'ConfigMap' || resource.kind === 'Secret') && isNamedByNobody(resource, root);
}
