/** Labels that say where an object comes from: which tool has made it, and in which release. */

/** What renders or makes objects; who deploys all that is there (Argo CD, Flux, kustomize) takes a new one in, too. */
const MAKERS =
  /^(?:helm(?:file|-.*)?|tiller|terraform|pulumi|crossplane|cdk8s|jsonnet|tanka|ytt|cue|timoni|kompose|ansible|olm|(?:.*-)?operator|(?:.*-)?controller)$/i;

/** Whether a label would be a lie on an object that the tool has not made. */
export function saysItsMaker(key: string, value: string): boolean {
  if (wordOf(key) === 'chart') return true;
  return saysItsTool(key) && MAKERS.test(value);
}

/** Whether a label says which tool looks after the object. */
export function saysItsTool(key: string): boolean {
  return ['managed-by', 'heritage'].includes(wordOf(key));
}

/** What is another with each release: `app.kubernetes.io/version`, `helm.sh/chart`, `git-commit`. */
const RELEASE =
  /^(?:(?:app|image|release|chart)?[-_.]?version|chart|revision|(?:git[-_.]?)?(?:commit|sha)|image[-_.]?tag|build(?:[-_.]?(?:id|number))?)$/;

/** Whether the value of a label changes with the releases of a program. */
export function isOfRelease(key: string): boolean {
  return RELEASE.test(wordOf(key));
}

function wordOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).toLowerCase();
}
