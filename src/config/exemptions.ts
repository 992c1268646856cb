/**
 * Exemption marks on objects: our own annotations and those of kube-score, kube-linter, polaris, kubeaudit and checkov,
 * in the exact forms of their sources.
 */
import { memoized } from '../text/memo.ts';

type Strings = Readonly<Record<string, string>>;

export interface Exemption {
  /** What exempts: an annotation or label key, `kustomend.yaml:12`, or `file:line` of a comment. */
  readonly by: string;
  readonly reason: string;
}

/** What the object and its pod template carry. */
export interface ExemptionMarks {
  readonly annotations?: Strings;
  readonly labels?: Strings;
  readonly podAnnotations?: Strings;
  readonly podLabels?: Strings;
  /** Container of the finding, when it is about one. */
  readonly containerName?: string;
}

const OWN = 'ignore.kustomend.dev/';
const POLARIS = 'polaris.fairwinds.com/';
const KUBE_LINTER_ALL = 'kube-linter.io/ignore-all';
/** Every key that may exempt. */
const MARK =
  /^(?:ignore\.kustomend\.dev|kube-score|(?:ignore-check\.)?kube-linter\.io|polaris\.fairwinds\.com|(?:container\.)?kubeaudit\.io|(?:container\.)?audit\.kubernetes\.io|checkov\.io|bridgecrew\.io|cortex\.io)\//;
const CHECKOV_KEY = /^(?:checkov\.io|bridgecrew\.io|cortex\.io)\/skip/;

/** Whether any key of an object could exempt: nearly none can, and every finding asks. */
export function hasMarks({ annotations, labels, podAnnotations, podLabels }: ExemptionMarks): boolean {
  return isMarked(annotations) || isMarked(podAnnotations) || isMarked(labels) || isMarked(podLabels);
}

function isMarked(map: Strings | undefined): boolean {
  return map !== undefined && hasMark(map);
}

const hasMark = memoized((map: Strings): boolean => Object.keys(map).some(key => MARK.test(key)));

/** kustomend's own annotation, on the object or its pod template: `ignore.kustomend.dev/<id>` or `/all`. */
export function ownExemption(id: string, { annotations, podAnnotations }: ExemptionMarks): Exemption | null {
  for (const map of [annotations, podAnnotations]) {
    const found = first(map, [`${OWN}${id}`, `${OWN}all`]);
    if (found) return found;
  }
  return null;
}

/**
 * The mark that exempts a finding from transform `id`, kustomend's own or that of another tool, or null.
 *
 * @param sameAs the checks that the finding stands for. Any exempt check exempts the finding, so pass those of the
 *   finding's message rather than of the whole transform where they differ.
 */
export function exemption(id: string, sameAs: readonly string[], marks: ExemptionMarks): Exemption | null {
  const own = ownExemption(id, marks);
  if (own) return own;
  for (const check of sameAs) {
    const colon = check.indexOf(':');
    const found = foreign(check.slice(0, Math.max(colon, 0)), check.slice(colon + 1), marks);
    if (found) return found;
  }
  return null;
}

function foreign(tool: string, check: string, marks: ExemptionMarks): Exemption | null {
  switch (tool) {
    case 'kube-score':
      return kubeScore(check, marks.annotations) ?? kubeScore(check, marks.podAnnotations);
    case 'kube-linter':
      return first(marks.annotations, [`ignore-check.kube-linter.io/${check}`, KUBE_LINTER_ALL]);
    case 'polaris':
      return first(
        marks.annotations,
        [`${POLARIS}${check}-exempt`, `${POLARIS}exempt`],
        value => value === 'true',
      );
    case 'kubeaudit':
      return kubeaudit(check, marks);
    case '':
      return checkov(check, marks.annotations);
    default:
      return null;
  }
}

/** The first of `keys` that is there, with its value as the reason. */
function first(
  map: Strings | undefined,
  keys: readonly string[],
  holds: (value: string) => boolean = () => true,
): Exemption | null {
  const key = keys.find(each => map !== undefined && Object.hasOwn(map, each) && holds(map[each]!));
  return key === undefined || map === undefined ? null : { by: key, reason: map[key]! };
}

function kubeScore(check: string, annotations: Strings | undefined): Exemption | null {
  const listed = (value: string) => value.split(',').some(each => each.trim() === check);
  return first(annotations, ['kube-score/ignore'], listed);
}

function checkov(check: string, annotations: Strings = {}): Exemption | null {
  for (const [key, value] of Object.entries(annotations)) {
    if (!CHECKOV_KEY.test(key)) continue;
    const [id = '', ...reason] = value.split('=');
    if (id.trim() === check) return { by: key, reason: reason.join('=').trim() };
  }
  return null;
}

const INGRESS = 'allow-non-default-deny-ingress-network-policy';
const EGRESS = 'allow-non-default-deny-egress-network-policy';

/**
 * kubeaudit result -> the override labels that silence it, all of them needed. Results without an override (images,
 * limits, seccomp, deprecated APIs) are absent, and so are those whose override names one capability or volume of many.
 */
const KUBEAUDIT: Readonly<Record<string, readonly string[]>> = {
  AppArmorAnnotationMissing: ['allow-disabled-apparmor'],
  AppArmorBadValue: ['allow-disabled-apparmor'],
  AppArmorDisabled: ['allow-disabled-apparmor'],
  AppArmorInvalidAnnotation: ['allow-disabled-apparmor'],
  AutomountServiceAccountTokenTrueAndDefaultSA: ['allow-automount-service-account-token'],
  NamespaceHostIPCTrue: ['allow-namespace-host-IPC'],
  NamespaceHostNetworkTrue: ['allow-namespace-host-network'],
  NamespaceHostPIDTrue: ['allow-namespace-host-PID'],
  MissingDefaultDenyIngressAndEgressNetworkPolicy: [INGRESS, EGRESS],
  MissingDefaultDenyIngressNetworkPolicy: [INGRESS],
  MissingDefaultDenyEgressNetworkPolicy: [EGRESS],
  AllowAllIngressNetworkPolicyExists: [INGRESS],
  AllowAllEgressNetworkPolicyExists: [EGRESS],
  RunAsNonRootPSCNilCSCNil: ['allow-run-as-root'],
  RunAsNonRootPSCFalseCSCNil: ['allow-run-as-root'],
  RunAsNonRootCSCFalse: ['allow-run-as-root'],
  RunAsUserCSCRoot: ['allow-run-as-root'],
  RunAsUserPSCRoot: ['allow-run-as-root'],
  AllowPrivilegeEscalationNil: ['allow-privilege-escalation'],
  AllowPrivilegeEscalationTrue: ['allow-privilege-escalation'],
  PrivilegedNil: ['allow-privileged'],
  PrivilegedTrue: ['allow-privileged'],
  ReadOnlyRootFilesystemNil: ['allow-read-only-root-filesystem-false'],
  ReadOnlyRootFilesystemFalse: ['allow-read-only-root-filesystem-false'],
};

/** Labels of the pod template; for network policies those of the Namespace, which is then the object itself. */
function kubeaudit(check: string, { labels, podLabels, containerName }: ExemptionMarks): Exemption | null {
  const overrides = Object.hasOwn(KUBEAUDIT, check) ? KUBEAUDIT[check]! : [];
  const found = overrides.map(override => {
    const container =
      containerName === undefined
        ? []
        : [
            `container.kubeaudit.io/${containerName}.${override}`,
            `container.audit.kubernetes.io/${containerName}.${override}`,
          ];
    const pod = [...container, `kubeaudit.io/${override}`, `audit.kubernetes.io/pod.${override}`];
    const namespace = [`kubeaudit.io/${override}`, `audit.kubernetes.io/namespace.${override}`];
    return check.endsWith('NetworkPolicy') || check.endsWith('NetworkPolicyExists')
      ? first(labels, namespace)
      : first(podLabels, pod);
  });
  return found.every(each => each !== null) ? (found[0] ?? null) : null;
}
