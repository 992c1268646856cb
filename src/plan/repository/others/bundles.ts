/** Manifests that somebody releases as a whole, told by what is in them where no comment says so (docs/design/judgement.md 6). */

import { splitDocuments } from '../../../yaml/read/documents.ts';

/** `# Source: ingress-nginx/templates/controller-role.yaml`: `helm template` writes it over every object. */
const SOURCE = /^#\s*Source:\s*([\w.-]+)\/(?:charts\/\S+\/)?(?:templates|crds)\//m;
const CHART = /^\s+["']?helm\.sh\/chart["']?:\s*["']?([\w.+-]+)/m;
const BY_HELM = /^\s+["']?app\.kubernetes\.io\/managed-by["']?:\s*["']?Helm\b/m;
const GENERATED_SCHEMA = /^\s+["']?controller-gen\.kubebuilder\.io\/version["']?:/m;
const LABELLED = /^ {4}["']?app\.kubernetes\.io\/version["']?:\s*["']?([^\s"']+)/m;
const NAMED = /^ {4}["']?app\.kubernetes\.io\/part-of["']?:\s*["']?([^\s"']+)/m;
/** Its labels are for what others bring. */
const KUSTOMIZATION =
  /^(?:apiVersion:\s*["']?kustomize\.config\.k8s\.io|(?:resources|patches|bases|components):)/m;
const KIND = /^kind:\s*["']?(\w+)/m;
/** `cert-manager-v1.13.yaml`, `metallb-0.13.10.yml` */
const VERSION_IN_NAME = /[-_.](v\d+(?:\.\d+)+|\d+\.\d+\.\d+)(?:[-_][\w.]+)?\.ya?ml$/;
const WORDS = /Source:|helm\.sh\/chart|controller-gen|app\.kubernetes\.io\/version/;
/** What a program for the whole cluster brings, and an application of one's own hardly ever. */
const FOR_CLUSTER = /^(?:ClusterRole|CustomResourceDefinition|(?:Validating|Mutating)WebhookConfiguration)$/;
const RUNS = /^(?:Deployment|DaemonSet|StatefulSet)$/;

/** Fewer objects in one file are somebody's own as often as not. */
const FEW = 3;
const MANY = 5;

/** `rendered from chart ingress-nginx-2.1.0`; undefined where nothing shows that the file is a release. */
export function bundleOf(path: string, text: string): string | undefined {
  if (!/\.ya?ml$/.test(path) || KUSTOMIZATION.test(text)) return undefined;
  const version = VERSION_IN_NAME.exec(path)?.[1];
  if (version === undefined && !WORDS.test(text)) return undefined;
  const objects = splitDocuments(text).flatMap(({ start, end }) => {
    const document = text.slice(start, end);
    const kind = KIND.exec(document)?.[1];
    return kind === undefined ? [] : [{ kind, document }];
  });
  if (objects.length === 0) return undefined;
  const isMostly = (test: (document: string) => boolean) =>
    objects.filter(({ document }) => test(document)).length * 2 >= objects.length;
  const first = (pattern: RegExp) => objects.flatMap(({ document }) => pattern.exec(document)?.[1] ?? [])[0];

  if (isMostly(document => CHART.test(document) && BY_HELM.test(document)))
    return `rendered from chart ${first(CHART)}`;
  if (isMostly(document => SOURCE.test(document))) return `rendered from chart ${first(SOURCE)}`;
  const brings = (kinds: RegExp) => objects.some(({ kind }) => kinds.test(kind));
  const isOperator = objects.some(
    ({ kind, document }) => kind === 'CustomResourceDefinition' && GENERATED_SCHEMA.test(document),
  );
  if (isOperator && brings(RUNS)) return 'a release of an operator, by its generated schemas';
  if (version !== undefined && objects.length >= FEW) return `release ${version}, by its name`;
  const versions = new Set(objects.map(({ document }) => LABELLED.exec(document)?.[1]));
  const [only] = versions;
  const isRelease = objects.length >= MANY && versions.size === 1 && only !== undefined;
  if (!isRelease || !brings(FOR_CLUSTER)) return undefined;
  const name = first(NAMED);
  return `release ${only}${name === undefined ? '' : ` of ${name}`}, by its labels`;
}
