/**
 * Pods that run (`kubectl get pods -o json`): the user that each container has, and where it writes beside a root file system
 * that is read-only.
 * Shape: core/v1 Pod; `status.containerStatuses[].user.linux` is there from Kubernetes 1.31 on (KEP-3619), where the runtime says it.
 */
import { type Fields, fieldsOf, itemsOf, numberOf, textOf } from '../model/data.ts';
import type { Found, FoundContainer, ReadAs } from '../model/found.ts';
import { ownersOf } from './owners.ts';

const SOURCE = 'kubectl get pods';

/** Where the ranges begin from which OpenShift gives each namespace its users: another cluster picks others. */
const OPENSHIFT = 1_000_000_000;

export function readPod(pod: Fields, { date }: ReadAs): Found {
  const { namespace = 'default' } = fieldsOf(pod.metadata);
  const spec = fieldsOf(pod.spec);
  const status = fieldsOf(pod.status);
  const owners = ownersOf(pod);
  const statuses = new Map(
    [...itemsOf(status.containerStatuses), ...itemsOf(status.initContainerStatuses)].map(each => [
      each.name,
      each,
    ]),
  );
  const all = [...itemsOf(spec.containers), ...itemsOf(spec.initContainers)];
  const left: string[] = [];
  const containers = all.flatMap((container): FoundContainer[] => {
    const own = fieldsOf(statuses.get(container.name));
    if (textOf(container.name) === undefined) return [];
    if (!works(own)) {
      left.push('containers that do not work');
      return [];
    }
    const running = runningOf(container, own, date);
    const user = userOf(container, spec, own);
    if (user === undefined) left.push('containers whose user the cluster does not say');
    else if (user.uid === 0) left.push('containers that run as root');
    else if (user.uid >= OPENSHIFT) left.push('containers whose user OpenShift has picked');
    const writes = writesOf(container, spec);
    const record = {
      ...(user !== undefined && user.uid > 0 && user.uid < OPENSHIFT && { user: { ...running, ...user } }),
      ...(writes !== undefined && { profile: { ...running, tried: true, writes } }),
    };
    if (Object.keys(record).length === 0) return [];
    return [{ namespace: String(namespace), owners, container: String(container.name), record }];
  });
  return { images: [], containers, left };
}

/** What stops when it starts shows nothing. */
function works(status: Fields): boolean {
  const { running, terminated } = fieldsOf(status.state);
  if (running !== undefined) return status.ready !== false;
  return fieldsOf(terminated).exitCode === 0;
}

function runningOf(container: Fields, status: Fields, date: string) {
  // The ID alone is of the configuration: no registry knows it.
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(textOf(status.imageID) ?? '')?.[1];
  const image = textOf(container.image) ?? textOf(status.image) ?? '?';
  return { source: SOURCE, date, image, ...(digest !== undefined && { digest }) };
}

function userOf(
  container: Fields,
  spec: Fields,
  status: Fields,
): { readonly uid: number; readonly gid?: number } | undefined {
  const actual = fieldsOf(fieldsOf(status.user).linux);
  const [own, pod] = [container, spec].map(each => fieldsOf(each.securityContext));
  const uid = idOf(actual.uid) ?? idOf(own!.runAsUser) ?? idOf(pod!.runAsUser);
  const gid = idOf(actual.gid) ?? idOf(own!.runAsGroup) ?? idOf(pod!.runAsGroup);
  return uid === undefined ? undefined : { uid, ...(gid !== undefined && { gid }) };
}

function idOf(value: unknown): number | undefined {
  const id = numberOf(value);
  return id !== undefined && Number.isInteger(id) && id >= 0 && id <= 2_147_483_647 ? id : undefined;
}

/** The emptyDirs of a container with a read-only root: besides its lasting volumes it needs no more. */
function writesOf(container: Fields, spec: Fields): string[] | undefined {
  if (fieldsOf(container.securityContext).readOnlyRootFilesystem !== true) return undefined;
  const scratch = new Set(
    itemsOf(spec.volumes).flatMap(volume => (volume.emptyDir === undefined ? [] : [volume.name])),
  );
  const paths = itemsOf(container.volumeMounts).flatMap(mount =>
    scratch.has(mount.name) && mount.readOnly !== true ? (textOf(mount.mountPath) ?? []) : [],
  );
  return [...new Set(paths)].sort();
}
