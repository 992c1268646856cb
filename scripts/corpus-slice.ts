/** The repositories of the corpus that every CI run goes through; `--all` takes the rest too. */
export const CORPUS_SLICE: readonly string[] = [
  'ianlintner__green_field_cluster',
  'Femi-lawal__neobank',
  'GoogleCloudPlatform__bank-of-anthos',
  'GoogleCloudPlatform__microservices-demo',
  'AerlixConsulting__aerlix-regulated-delivery-control-plane',
  'neuron7x__TradePulse',
  'YevhenKoval01__serviceops-intelligence-platform',
  'gathertown__grapevine',
  'podkrepi-bg__api',
  'hpi-schul-cloud__jitsi-deployment',
  'deps-rs__deps.rs',
  'oss-aspen__8Knot',
  'kubernetes-sigs__node-feature-discovery',
];
