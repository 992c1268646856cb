/** Labels by which a tool says that it has made an object. */

/** What renders or makes objects; who deploys all that is there (Argo CD, Flux, kustomize) takes a new one in, too. */
const MAKERS =
  /^(?:helm(?:file|-.*)?|tiller|terraform|pulumi|crossplane|cdk8s|jsonnet|tanka|ytt|cue|timoni|kompose|ansible|olm|(?:.*-)?operator|(?:.*-)?controller)$/i;

/** Whether a label would be a lie on an object that the tool has not made. */
export function saysItsMaker(key: string, value: string): boolean {
  const word = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  if (word === 'chart') return true;
  return (word === 'managed-by' || word === 'heritage') && MAKERS.test(value);
}
