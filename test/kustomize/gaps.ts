/**
 * Oracle cases that we do not render as kustomize does, and why. A ratchet: a case listed here that passes
 * fails the suite, and so does one that fails without being listed.
 */
const COMMENT_SCHEMA =
  'a comment beside the field says how its list merges: kyaml reads schemas there, manifests never have them';

export const GAPS: ReadonlyMap<string, string> = new Map([
  ['unit_merge2_merge-primitive-items', COMMENT_SCHEMA],
  ['unit_merge2_no-infer-merge-keys-merge-using-explicit-schema-as-line-comm', COMMENT_SCHEMA],
]);
