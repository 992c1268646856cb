/** Checks of other tools, by what they find. */

const REQUESTS = [
  'kube-score:container-resources',
  'kube-linter:unset-cpu-requirements',
  'polaris:cpuRequestsMissing',
  'polaris:memoryRequestsMissing',
  'CKV_K8S_10',
  'CKV_K8S_12',
];
const MEMORY = [
  'kube-score:container-resources',
  'kube-linter:unset-memory-requirements',
  'polaris:memoryLimitsMissing',
  'kubeaudit:LimitsNotSet',
  'kubeaudit:LimitsMemoryNotSet',
  'CKV_K8S_13',
];

export const CHECKS = {
  requests: REQUESTS,
  guaranteed: [
    'kube-score:container-resource-requests-equal-limits',
    'kube-score:container-cpu-requests-equal-limits',
    'kube-score:container-memory-requests-equal-limits',
  ],
  'memory-limit': MEMORY,
  'unknown-need': MEMORY,
  'too-low': MEMORY,
  'cpu-limit': [
    'kube-score:container-resources',
    'polaris:cpuLimitsMissing',
    'kubeaudit:LimitsNotSet',
    'kubeaudit:LimitsCPUNotSet',
    'CKV_K8S_11',
  ],
  'storage-limit': [
    'kube-score:container-ephemeral-storage-request-and-limit',
    'kube-score:container-ephemeral-storage-request-equals-limit',
  ],
};
