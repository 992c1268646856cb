/** Checks of other tools, by what they find. */

const PROFILE = [
  'kube-score:container-seccomp-profile',
  'polaris:linuxHardening',
  'kubeaudit:SeccompProfileMissing',
  'kubeaudit:SeccompDisabledPod',
  'kubeaudit:SeccompDisabledContainer',
  'CKV_K8S_29',
  'CKV_K8S_31',
];
const APPARMOR = [
  'kubeaudit:AppArmorAnnotationMissing',
  'kubeaudit:AppArmorBadValue',
  'kubeaudit:AppArmorDisabled',
];
const USER = [
  'kube-score:container-security-context-user-group-id',
  'kube-linter:privileged-ports',
  'kube-linter:run-as-non-root',
  'polaris:runAsRootAllowed',
  'kubeaudit:RunAsNonRootPSCNilCSCNil',
  'kubeaudit:RunAsNonRootPSCFalseCSCNil',
  'kubeaudit:RunAsNonRootCSCFalse',
  'kubeaudit:RunAsUserCSCRoot',
  'kubeaudit:RunAsUserPSCRoot',
  'CKV_K8S_23',
  'CKV_K8S_40',
];
const ESCALATION = [
  'kube-linter:privilege-escalation-container',
  'polaris:privilegeEscalationAllowed',
  'kubeaudit:AllowPrivilegeEscalationNil',
  'kubeaudit:AllowPrivilegeEscalationTrue',
  'CKV_K8S_20',
];
const CAPABILITIES = [
  'kube-linter:drop-net-raw-capability',
  'polaris:insecureCapabilities',
  'kubeaudit:CapabilityOrSecurityContextMissing',
  'kubeaudit:CapabilityShouldDropAll',
  'CKV_K8S_28',
  'CKV_K8S_30',
  'CKV_K8S_37',
];

export const CHECKS = {
  seccomp: PROFILE,
  'seccomp-unconfined': PROFILE,
  'apparmor-unconfined': APPARMOR,
  'non-root': USER,
  'named-user': USER,
  'unnumbered-user': USER,
  'no-number': USER,
  'written-root': USER,
  'needs-root': USER,
  'user-unknown': USER,
  'fixed-owner': USER,
  'user-namespace': USER,
  escalation: ESCALATION,
  capabilities: CAPABILITIES,
  'root-work': CAPABILITIES,
  'capabilities-added': CAPABILITIES,
  // Reported in full by host-access.
  privileged: [],
};
