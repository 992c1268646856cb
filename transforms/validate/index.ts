/** What is rendered and cannot work: names of nothing, things said twice (catalogue M20). */

import { defineTransform, type Proposal, type Root } from '../../src/transform.ts';
import { askedPorts } from './asked-ports.ts';
import { contradictions } from './bounds.ts';
import { certificateNames } from './certificate-names.ts';
import { doublePorts } from './double-ports.ts';
import { frozenSelectors } from './frozen-selectors.ts';
import { earlyHooks } from './gitops/hooks.ts';
import { appliedTwice } from './gitops/twice.ts';
import { doubledBeats } from './in-vain/beats.ts';
import { idleAccounts } from './in-vain/idle-accounts.ts';
import { idleImages } from './in-vain/idle-images.ts';
import { idlePatches } from './in-vain/idle-patches.ts';
import { imagePolicies } from './in-vain/image-policies.ts';
import { ingressAnnotations } from './in-vain/ingresses.ts';
import { scaledReplicas } from './in-vain/scaled.ts';
import { scalerHosts } from './in-vain/scaler-hosts.ts';
import { wrongUnits } from './in-vain/units.ts';
import { unreadVariables } from './in-vain/unread.ts';
import { BRIEFS, MESSAGES, type Message, SEVERITIES } from './messages.ts';
import { strayMonitors } from './monitors.ts';
import { oldImages } from './old-images.ts';
import { podMistakes } from './pods.ts';
import { namelessPorts, probePorts } from './ports.ts';
import { danglingReferences } from './references.ts';
import { badCertificates } from './refused/certificates.ts';
import { incompleteClaims } from './refused/claims.ts';
import { emptyValues } from './refused/empty-values.ts';
import { plainData } from './refused/encodings.ts';
import { misspeltFields } from './refused/misspelt.ts';
import { refusedPods } from './refused/refused-pods.ts';
import { equalPorts } from './refused/service-ports.ts';
import { namelessSubjects } from './refused/subjects.ts';
import { peerUnions, podUnions } from './refused/unions.ts';
import { unknownValues } from './refused/values.ts';
import { misspeltVersion } from './refused/versions.ts';
import { heldVolumes } from './rollouts.ts';
import { ownPods, withoutPods } from './selectors.ts';
import { otherEnvironments } from './stale/addresses.ts';
import { formerNamespaces } from './stale/former-namespaces.ts';
import { hostsOfProduction } from './stale/hosts.ts';
import { otherBuilds } from './stale/other-builds.ts';
import { formerNames } from './stale/renamed.ts';
import { formerNamesInImages } from './stale/renamed-in-images.ts';
import { standInIdentities } from './stand-in-identities.ts';
import { standInValues } from './stand-in-values.ts';
import { standIns } from './stand-ins.ts';
import { takenServices } from './taken-services.ts';
import { missingTargets } from './targets.ts';
import { unpushedImages } from './unpushed-images.ts';
import { WHYS } from './whys.ts';

export default defineTransform({
  id: 'validate',
  title: 'What is rendered refers to what is there',
  severity: 'medium',
  // What the API server refuses is not there at all.
  severities: SEVERITIES,
  group: 'correctness',
  order: 1200,
  preset: 'recommended',
  each: 'root',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: MESSAGES,
  briefs: BRIEFS,
  docs: {
    why: 'kustomize checks neither names in free text nor selectors, so a rename or a typo shows only when pods fail to start or traffic goes nowhere.',
    whyOf: WHYS,
    risk: 'Most findings are questions. Eight things are changed: a name by which a custom resource no longer finds what a layer has renamed, a namespace that it still names although a layer has put it into another, an environment variable that a later one overrides, a label that a workload selects and its own pods lack, an API version by which an autoscaler does not find its target, a field that stands in the place of `apiVersion`, an empty name of a class, and a field in a place where the API drops it that stands in its own place too. Objects that operators, charts, External Secrets or programs make are not missed.',
    links: [
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
      'https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/',
    ],
    sameAs: [
      'kube-score:deployment-pod-selector-labels-match-template-metadata-labels',
      'kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured',
      'kube-score:environment-variable-key-duplication',
      'kube-score:horizontalpodautoscaler-has-target',
      'kube-score:ingress-targets-service',
      'kube-score:networkpolicy-targets-pod',
      'kube-score:service-targets-pod',
      'kube-score:statefulset-pod-selector-labels-match-template-metadata-labels',
      'kube-linter:dangling-horizontalpodautoscaler',
      'kube-linter:dangling-ingress',
      'kube-linter:dangling-networkpolicy',
      'kube-linter:dangling-service',
      'kube-linter:duplicate-env-var',
      'kube-linter:env-value-from',
      'kube-linter:mismatching-selector',
    ],
  },
  *plan(root) {
    yield* ignoredDocuments(root);
    yield* idlePatches(root);
    yield* idleImages(root);
    yield* otherEnvironments(root);
    yield* hostsOfProduction(root);
    yield* appliedTwice(root);
    for (const workload of root.workloads) {
      yield* podMistakes(workload, root);
      yield* podUnions(workload);
      yield* scaledReplicas(workload, root);
      yield* doubledBeats(workload, root);
      yield* idleAccounts(workload, root);
      yield* earlyHooks(workload, root);
      yield* wrongUnits(workload, root);
      yield* danglingReferences(workload, root);
      yield* ownPods(workload);
      yield* frozenSelectors(workload, root);
      yield* formerNamesInImages(workload, root);
      yield* askedPorts(workload, root);
      yield* heldVolumes(workload, root);
      yield* refusedPods(workload, root);
      for (const container of workload.containers) {
        yield* oldImages(container, root);
        yield* otherBuilds(container, root);
        yield* unpushedImages(container, root);
        yield* unreadVariables(container);
        yield* probePorts(container);
        yield* doublePorts(container);
      }
    }
    for (const resource of root.resources) {
      yield* formerNames(resource, root);
      yield* formerNamespaces(resource);
      yield* standInValues(resource, root);
      yield* takenServices(resource);
      yield* withoutPods(resource, root);
      yield* missingTargets(resource, root);
      yield* namelessPorts(resource, root);
      yield* equalPorts(resource);
      yield* misspeltFields(resource);
      yield* unknownValues(resource);
      yield* emptyValues(resource);
      yield* misspeltVersion(resource);
      yield* peerUnions(resource);
      yield* badCertificates(resource, root);
      yield* ingressAnnotations(resource, root);
      yield* imagePolicies(resource);
      yield* scalerHosts(resource, root);
      yield* certificateNames(resource, root);
      yield* incompleteClaims(resource);
      yield* contradictions(resource);
      yield* strayMonitors(resource, root);
      yield* standIns(resource, root);
      yield* standInIdentities(resource, root);
      yield* namelessSubjects(resource);
      yield* plainData(resource, root);
    }
  },
});

function* ignoredDocuments({ kustomizations }: Root): Generator<Proposal<Message>> {
  for (const { file, ignored } of kustomizations) {
    const [place] = ignored;
    if (place === undefined) continue;
    yield {
      message: 'ignored-document',
      data: { file },
      at: { on: place, path: [] },
      changes: [],
      evidence: [],
      blocked:
        'is it meant to be deployed? Then move it into a file of its own that resources: or patches: lists; else drop it',
    };
  }
}
