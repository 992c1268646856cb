/** Volumes that are on one node for good: whoever wants one goes there, and nobody waits for another node to let it go. */

type Fields = Readonly<Record<string, unknown>>;

/**
 * Provisioners that make a folder or a disk of one node, and tell the scheduler which.
 *
 * @see https://github.com/rancher/local-path-provisioner
 * @see https://kubernetes.io/docs/concepts/storage/storage-classes/#local
 */
const PROVISIONERS =
  /^(?:rancher\.io\/local-path|kubernetes\.io\/no-provisioner|openebs\.io\/local|local\.csi\.openebs\.io|topolvm\.io|k8s\.io\/minikube-hostpath|docker\.io\/hostpath|microk8s\.io\/hostpath)$/;

/** What k3s, microk8s, Docker Desktop and the manuals of local volumes call the classes of these. */
const CLASSES = /^(?:local-path|hostpath|microk8s-hostpath|local-storage|openebs-(?:hostpath|device))$/;

/**
 * Whether a claim is for such a volume, by its class or by the volume that it names.
 *
 * @param classes the StorageClasses that are known
 * @param volumes the PersistentVolumes that are known
 */
export function isLocalClaim(claim: Fields, classes: readonly Fields[], volumes: readonly Fields[]): boolean {
  const { storageClassName: named, volumeName } = mapOf(claim.spec);
  const volume = volumes.find(each => volumeName !== undefined && mapOf(each.metadata).name === volumeName);
  if (volume !== undefined) return mapOf(volume.spec).nodeAffinity !== undefined;
  if (typeof named !== 'string') return false;
  const known = classes.find(each => mapOf(each.metadata).name === named);
  return known === undefined ? CLASSES.test(named) : PROVISIONERS.test(String(known.provisioner));
}

function mapOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
