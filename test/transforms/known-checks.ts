/**
 * Checks of other tools, by the names that `docs.sameAs` uses: a typo there would promise what nothing keeps, and would
 * honour no exemption. A new check of a tool is added here.
 */

/** One tool: where its checks are listed, what stands before their names in `sameAs`, and the names. */
interface Tool {
  readonly source: string;
  readonly prefix: string;
  readonly checks: string;
}

const TOOLS: readonly Tool[] = [
  {
    source: 'its main branch of May 2026, https://github.com/zegl/kube-score/blob/master/README_CHECKS.md',
    prefix: 'kube-score:',
    checks: `
      container-cpu-requests-equal-limits container-ephemeral-storage-request-and-limit
      container-ephemeral-storage-request-equals-limit container-image-pull-policy container-image-tag
      container-memory-requests-equal-limits container-ports-check
      container-resource-requests-equal-limits container-resources container-seccomp-profile
      container-security-context-privileged container-security-context-readonlyrootfilesystem
      container-security-context-user-group-id cronjob-has-deadline cronjob-restartpolicy
      deployment-has-host-podantiaffinity deployment-has-poddisruptionbudget
      deployment-pod-selector-labels-match-template-metadata-labels deployment-replicas
      deployment-strategy deployment-targeted-by-hpa-does-not-have-replicas-configured
      environment-variable-key-duplication horizontalpodautoscaler-has-target
      horizontalpodautoscaler-replicas ingress-targets-service label-values networkpolicy-targets-pod
      pod-networkpolicy pod-probes pod-probes-identical pod-topology-spread-constraints
      poddisruptionbudget-has-policy service-targets-pod service-type stable-version
      statefulset-has-host-podantiaffinity statefulset-has-poddisruptionbudget statefulset-has-servicename
      statefulset-pod-selector-labels-match-template-metadata-labels`,
  },
  {
    source: 'its main branch of August 2026, https://docs.kubelinter.io/#/generated/checks',
    prefix: 'kube-linter:',
    checks: `
      access-to-create-pods access-to-secrets cluster-admin-role-binding dangling-horizontalpodautoscaler
      dangling-ingress dangling-networkpolicy dangling-networkpolicypeer-podselector dangling-service
      dangling-servicemonitor default-service-account deprecated-service-account-field dnsconfig-options
      docker-sock drop-net-raw-capability duplicate-env-var env-value-from env-var-secret exposed-services
      host-ipc host-network host-pid hpa-minimum-three-replicas invalid-target-ports
      job-ttl-seconds-after-finished latest-tag liveness-port minimum-three-replicas mismatching-selector
      no-anti-affinity no-extensions-v1beta no-liveness-probe no-node-affinity no-read-only-root-fs
      no-readiness-probe no-rolling-update-strategy non-existent-service-account non-isolated-pod
      pdb-max-unavailable pdb-min-available pdb-unhealthy-pod-eviction-policy priority-class-name
      privilege-escalation-container privileged-container privileged-ports read-secret-from-env-var
      readiness-port required-annotation-email required-label-owner restart-policy run-as-non-root
      scc-deny-privileged-container schema-validation sensitive-host-mounts sorted-keys ssh-port
      startup-port unsafe-proc-mount unsafe-sysctls unset-cpu-requirements unset-memory-requirements
      use-namespace wildcard-in-rules writable-host-mount`,
  },
  {
    source:
      'its main branch of August 2026, https://github.com/FairwindsOps/polaris/tree/master/pkg/config/checks',
    prefix: 'polaris:',
    checks: `
      automountServiceAccountToken clusterrolePodExecAttach clusterrolebindingClusterAdmin
      clusterrolebindingPodExecAttach cpuLimitsMissing cpuRequestsMissing dangerousCapabilities
      deploymentMissingReplicas hostIPCSet hostNetworkSet hostPIDSet hostPathSet hostPortSet hostProcess
      hpaMaxAvailability hpaMinAvailability insecureCapabilities linuxHardening livenessProbeMissing
      memoryLimitsMissing memoryRequestsMissing metadataAndInstanceMismatched missingNetworkPolicy
      missingPodDisruptionBudget notReadOnlyRootFilesystem pdbDisruptionsIsZero
      pdbMinAvailableGreaterThanHPAMinReplicas priorityClassNotSet privilegeEscalationAllowed procMount
      pullPolicyNotAlways readinessProbeMissing rolePodExecAttach rolebindingClusterAdminClusterRole
      rolebindingClusterAdminRole rolebindingClusterRolePodExecAttach rolebindingRolePodExecAttach
      runAsPrivileged runAsRootAllowed sensitiveConfigmapContent sensitiveContainerEnvVar tagNotSpecified
      tlsSettingsMissing topologySpreadConstraint`,
  },
  {
    source: 'its last version of March 2024, https://github.com/Shopify/kubeaudit/tree/main/auditors',
    prefix: 'kubeaudit:',
    checks: `
      AllowAllEgressNetworkPolicyExists AllowAllIngressNetworkPolicyExists AllowPrivilegeEscalationNil
      AllowPrivilegeEscalationTrue AppArmorAnnotationMissing AppArmorBadValue AppArmorDisabled
      AppArmorInvalidAnnotation AutomountServiceAccountTokenDeprecated
      AutomountServiceAccountTokenTrueAndDefaultSA CapabilityAdded CapabilityOrSecurityContextMissing
      CapabilityShouldDropAll DeprecatedAPIUsed ImageCorrect ImageTagIncorrect ImageTagMissing
      LimitsCPUExceeded LimitsCPUNotSet LimitsMemoryExceeded LimitsMemoryNotSet LimitsNotSet
      MissingDefaultDenyEgressNetworkPolicy MissingDefaultDenyIngressAndEgressNetworkPolicy
      MissingDefaultDenyIngressNetworkPolicy NamespaceHostIPCTrue NamespaceHostNetworkTrue
      NamespaceHostPIDTrue PrivilegedNil PrivilegedTrue ReadOnlyRootFilesystemFalse
      ReadOnlyRootFilesystemNil RunAsNonRootCSCFalse RunAsNonRootPSCFalseCSCNil RunAsNonRootPSCNilCSCNil
      RunAsUserCSCRoot RunAsUserPSCRoot SeccompDeprecatedAnnotations SeccompDisabledContainer
      SeccompDisabledPod SeccompProfileMissing SensitivePathsMounted`,
  },
  {
    source:
      'version 3.3, the framework `kubernetes`, https://www.checkov.io/5.Policy%20Index/kubernetes.html',
    prefix: '',
    checks: `
      CKV2_K8S_1 CKV2_K8S_2 CKV2_K8S_3 CKV2_K8S_4 CKV2_K8S_5 CKV2_K8S_6 CKV_K8S_1 CKV_K8S_10 CKV_K8S_100
      CKV_K8S_102 CKV_K8S_104 CKV_K8S_105 CKV_K8S_106 CKV_K8S_107 CKV_K8S_108 CKV_K8S_11 CKV_K8S_110
      CKV_K8S_111 CKV_K8S_112 CKV_K8S_113 CKV_K8S_114 CKV_K8S_115 CKV_K8S_116 CKV_K8S_117 CKV_K8S_118
      CKV_K8S_119 CKV_K8S_12 CKV_K8S_121 CKV_K8S_13 CKV_K8S_138 CKV_K8S_139 CKV_K8S_14 CKV_K8S_140
      CKV_K8S_141 CKV_K8S_143 CKV_K8S_144 CKV_K8S_145 CKV_K8S_146 CKV_K8S_147 CKV_K8S_148 CKV_K8S_149
      CKV_K8S_15 CKV_K8S_151 CKV_K8S_152 CKV_K8S_153 CKV_K8S_154 CKV_K8S_155 CKV_K8S_156 CKV_K8S_157
      CKV_K8S_158 CKV_K8S_159 CKV_K8S_16 CKV_K8S_17 CKV_K8S_18 CKV_K8S_19 CKV_K8S_2 CKV_K8S_20 CKV_K8S_21
      CKV_K8S_22 CKV_K8S_23 CKV_K8S_24 CKV_K8S_25 CKV_K8S_26 CKV_K8S_27 CKV_K8S_28 CKV_K8S_29 CKV_K8S_3
      CKV_K8S_30 CKV_K8S_31 CKV_K8S_32 CKV_K8S_33 CKV_K8S_34 CKV_K8S_35 CKV_K8S_36 CKV_K8S_37 CKV_K8S_38
      CKV_K8S_39 CKV_K8S_4 CKV_K8S_40 CKV_K8S_41 CKV_K8S_42 CKV_K8S_43 CKV_K8S_44 CKV_K8S_45 CKV_K8S_49
      CKV_K8S_5 CKV_K8S_6 CKV_K8S_68 CKV_K8S_69 CKV_K8S_7 CKV_K8S_70 CKV_K8S_71 CKV_K8S_72 CKV_K8S_73
      CKV_K8S_74 CKV_K8S_75 CKV_K8S_77 CKV_K8S_78 CKV_K8S_79 CKV_K8S_8 CKV_K8S_80 CKV_K8S_81 CKV_K8S_82
      CKV_K8S_83 CKV_K8S_84 CKV_K8S_85 CKV_K8S_86 CKV_K8S_88 CKV_K8S_89 CKV_K8S_9 CKV_K8S_90 CKV_K8S_91
      CKV_K8S_92 CKV_K8S_93 CKV_K8S_94 CKV_K8S_95 CKV_K8S_96 CKV_K8S_97 CKV_K8S_99`,
  },
];

/** As `sameAs` writes them: `kube-score:pod-probes`, `CKV_K8S_8`. */
export const KNOWN_CHECKS: ReadonlySet<string> = new Set(
  TOOLS.flatMap(({ prefix, checks }) =>
    checks
      .trim()
      .split(/\s+/)
      .map(check => prefix + check),
  ),
);
