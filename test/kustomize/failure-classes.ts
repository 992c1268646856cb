/** Which of our failure classes fit a message of the real kustomize. First match wins. */
import type { FailureClass } from '../../src/kustomize/files/problem.ts';

const CLASSES: readonly (readonly [pattern: RegExp, classes: readonly FailureClass[]])[] = [
  [/invalid Kustomization: /, ['invalid-kustomization']],
  [/ is not in or below /, ['load-restriction']],
  [/cycle detected/, ['cycle']],
  [/missing kind in object/, ['not-a-resource']],
  [
    /may not add resource with an already registered id|namespace transformation produces ID conflict/,
    ['duplicate-id'],
  ],
  [/json: unsupported type: map\[interface/, ['unreadable-yaml', 'generator', 'transformer']],
  [/MalformedYAMLError|yaml: unmarshal errors|mapping key .* already defined/, ['unreadable-yaml']],
  [
    /unable to find one of 'kustomization|not a valid directory|must build at directory/,
    ['missing-kustomization', 'missing-file'],
  ],
  [/evalsymlink failure|no such file or directory/, ['missing-file']],
  [/Found multiple kustomization files|[Aa]piVersion for |expected kind/, ['invalid-kustomization']],
  [/sortOptions|OpenAPI version|builtin version and custom schema/, ['invalid-kustomization']],
  [/multiple possible referrals|namespace is blank/, ['reference']],
  [/var '.*' already encountered|merging vars|cannot be mapped to a field/, ['variable']],
  [/merging from generator|behavior/, ['generator']],
  [
    /replacement|[Ss]elector|fieldPath|options\.index|delimiter|nothing selected|specify resources to select/,
    ['replacement', 'patch-target'],
  ],
  [/no matches for Id|multiple matches for Id/, ['patch-target']],
  [
    /[Pp]atch|jsonOp|operation does not apply|testing value|missing Resource metadata/,
    ['patch', 'patch-target', 'not-a-resource', 'unreadable-yaml'],
  ],
  [
    /unable to load builtin|considering field|field ?specs?|does not match a config|fails configuration/,
    ['transformer', 'unreadable-yaml'],
  ],
];

/** Null when no row knows the message. */
export function failureClassesFor(message: string): readonly FailureClass[] | null {
  return CLASSES.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}
